package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries one message from the reading thread to a handler that reads it as a stream: a bounded ring of bytes. Each
 * side waits for the other, for a limited time without progress. One thread feeds, one reads.
 */
final class MessagePipe extends InputStream {
    private static final int CAPACITY = 64 * 1024;

    private final long timeoutMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[CAPACITY];
    private int start;
    private int size;
    private boolean complete;
    private boolean readerGone;
    private IOException broken;

    MessagePipe(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    // Feeding side

    /**
     * Puts bytes in, waiting for room; they are dropped when the reader is gone.
     *
     * @throws SocketTimeoutException when the reader takes nothing for too long
     */
    void feed(byte[] array, int offset, int length, boolean last) throws IOException {
        lock.lock();
        try {
            int done = 0;
            while (done < length && !readerGone && broken == null) {
                if (size == CAPACITY) {
                    await("The message's handler stopped reading it.");
                } else {
                    int count = putSome(array, offset + done, length - done);
                    done += count;
                    changed.signalAll();
                }
            }
            complete |= last;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int putSome(byte[] array, int offset, int length) {
        int end = (start + size) % CAPACITY;
        int count = Math.min(Math.min(length, CAPACITY - size), CAPACITY - end);
        System.arraycopy(array, offset, ring, end, count);
        size += count;
        return count;
    }

    /** The rest of the message will never come. */
    void fail(IOException cause) {
        lock.lock();
        try {
            if (!complete && broken == null) {
                broken = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Reading side

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] array, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (size == 0) {
                if (readerGone) {
                    throw new IOException("The stream is closed.");
                }
                if (complete) {
                    return -1;
                }
                if (broken != null) {
                    throw new IOException(broken.getMessage(), broken);
                }
                await("The rest of the message did not arrive in time.");
            }
            int count = Math.min(Math.min(length, size), CAPACITY - start);
            System.arraycopy(ring, start, array, offset, count);
            start = (start + count) % CAPACITY;
            size -= count;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            readerGone = true;
            size = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called in loops. */
    @SuppressWarnings("WaitNotInLoop")
    private void await(String failure) throws IOException {
        try {
            if (!changed.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new SocketTimeoutException(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a message was being read.", e);
        }
    }
}
