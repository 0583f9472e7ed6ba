package dev.sheetbend.websocket.servlet.tomcat;

import dev.sheetbend.websocket.servlet.TransportServices;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
import dev.sheetbend.websocket.session.LoopInput;
import dev.sheetbend.websocket.session.ReadSize;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A connection of Tomcat that has left HTTP behind. What the peer sends is delivered by the read loops, or, where the
 * endpoint wants threads of a pool, on the thread that Tomcat calls with, or on a worker when enough of Tomcat's threads do
 * so already; any may block, since neither writing nor ending needs the socket's lock. While nobody asks for more, nothing
 * is read and no buffer is held.
 */
final class TomcatTransport implements Transport, InputDelivery.Source {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    /** How soon a goodbye that did not fit into the socket is tried again, in milliseconds. */
    private static final long RETRY_MILLIS = 20;

    private final TomcatSocket socket;
    private final TransportServices services;
    private final Semaphore inlineTurns;

    /** Tomcat calls once without being asked, right after the upgrade. */
    private final InputDelivery input = InputDelivery.ofUnasked(this);

    private final LoopInput loopInput;
    /** The delivering thread's. */
    private int readSize = ReadSize.FIRST;

    // Write side, guarded by this.
    private boolean closing;
    private boolean outputEnded;
    private Future<?> grace;

    /**
     * Whether a thread is in a write of which it will know the outcome at once. Until then the buffers are in use, whatever
     * happens.
     */
    private boolean direct;

    /** A write that goes on without its caller, or null. Written under this. */
    private volatile TomcatWrite pending;

    /**
     * @param inlineTurns how many of Tomcat's threads may still deliver
     */
    TomcatTransport(TomcatSocket socket, TransportServices services, Semaphore inlineTurns) {
        this.socket = socket;
        this.services = services;
        this.inlineTurns = inlineTurns;
        this.loopInput = services.loopInput(input);
    }

    @Override
    public void start(Receiver target) {
        input.start(target);
    }

    /** Tomcat has noticed that there is something to read, or that the peer has gone. */
    void readable() {
        if (!input.claim()) {
            return;
        }
        if (services.threads() == EndpointThreads.VIRTUAL || !inlineTurns.tryAcquire()) {
            input.dispatch();
            return;
        }
        try {
            input.deliver();
        } finally {
            inlineTurns.release();
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        if (!begin()) {
            listener.writeFailed(input.refusal());
            return;
        }
        IOException broken = null;
        boolean done = false;
        try {
            done = socket.writeNow(buffers, count, TomcatWrite.PIECE);
        } catch (IOException e) {
            broken = e;
        } catch (RuntimeException e) {
            broken = new IOException("The connection failed", e);
        }
        if (done) {
            directOver();
            listener.writeCompleted();
            endOutputIfDue();
        } else if (broken != null) {
            directOver();
            listener.writeFailed(broken);
            end(broken);
        } else {
            goOn(new TomcatWrite(this, socket, buffers, count, listener));
        }
    }

    /** Whether a write may begin now. */
    private synchronized boolean begin() {
        if (outputEnded || closing) {
            return false;
        }
        if (direct || pending != null) {
            throw new IllegalStateException("The write before has not completed.");
        }
        direct = true;
        return true;
    }

    private synchronized void directOver() {
        direct = false;
    }

    /** The rest does not leave at once. */
    private void goOn(TomcatWrite write) {
        boolean over;
        synchronized (this) {
            direct = false;
            over = outputEnded;
            if (!over) {
                pending = write;
            }
        }
        if (over) {
            write.tellFailed(input.refusal());
        } else {
            write.advance();
        }
    }

    boolean isPending(TomcatWrite write) {
        return pending == write;
    }

    /** Whether it was still pending; it is no more. */
    private synchronized boolean claim(TomcatWrite write) {
        boolean claimed = pending == write;
        if (claimed) {
            pending = null;
        }
        return claimed;
    }

    void completed(TomcatWrite write) {
        if (claim(write)) {
            write.tellCompleted();
            endOutputIfDue();
        }
    }

    void failed(TomcatWrite write, IOException why) {
        if (claim(write)) {
            write.tellFailed(why);
        }
        end(why);
    }

    @Override
    public void suspend() {
        input.suspend();
    }

    @Override
    public void resume() {
        input.resume();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        input.discard();
        endOutputIfDue();
        input.wake();
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        services.workers().execute(task);
    }

    /** Tomcat reports that the connection is broken. */
    void lost(IOException why) {
        end(why);
    }

    /** Tomcat has let the connection go. */
    void released() {
        boolean expected;
        synchronized (this) {
            expected = closing;
        }
        end(expected ? null : new IOException("The servlet container ended the connection"));
    }

    private void endOutputIfDue() {
        synchronized (this) {
            if (!closing || outputEnded || direct || pending != null) {
                return;
            }
            outputEnded = true;
            try {
                grace = services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Without a timer nobody would end the wait for the peer: the end of the output and the close follow at
                // once.
                grace = null;
            }
        }
        endOutput();
    }

    /** The peer sees FIN, or close_notify and FIN; a close with input still unread would reset the connection. */
    private void endOutput() {
        try {
            boolean done = socket.endOutput();
            boolean timed;
            synchronized (this) {
                timed = grace != null;
            }
            if (!timed) {
                end(null);
            } else if (!done) {
                services.timer().schedule(this::endOutput, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException why) {
        input.end(why);
    }

    @Override
    public void finish(IOException cause) {
        loopInput.end();
        synchronized (this) {
            outputEnded = true;
            if (grace != null) {
                grace.cancel(false);
            }
        }
        IOException reason = cause != null ? cause : new IOException("The connection has ended");
        // First, so that no byte leaves once the buffers of the write in flight are its caller's again.
        socket.end(reason);
        TomcatWrite stuck = pending;
        if (stuck != null && claim(stuck)) {
            stuck.tellFailed(reason);
        }
    }

    /** Delivers one buffer. */
    @Override
    public boolean fetch(Receiver receiver) {
        boolean discard = input.isDiscarding();
        ByteBuffer buffer = services.pool().acquire(readSize);
        try {
            int filled = discard ? socket.discard(buffer) : socket.read(buffer);
            if (filled < 0) {
                return overtakenByClose(discard) || ended(null);
            }
            if (filled > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, filled);
            }
            int size = readSize;
            readSize = ReadSize.next(size, filled);
            // Of TLS there may be something decrypted already, of which the socket does not tell.
            return filled >= size || filled > 0 && socket.isSecure();
        } catch (IOException e) {
            return overtakenByClose(discard) || ended(e);
        } finally {
            services.pool().release(buffer);
        }
    }

    /** Once the goodbye of TLS is said, the decrypting side answers that all is over, which the peer has not said yet. */
    private boolean overtakenByClose(boolean discarded) {
        return !discarded && input.isDiscarding();
    }

    private boolean ended(IOException why) {
        end(why);
        return false;
    }

    @Override
    public void awaitInput() {
        if (!loopInput.await(socket.channel())) {
            socket.awaitInput();
        }
    }
}
