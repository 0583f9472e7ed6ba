package dev.sheetbend.websocket.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A wire without a socket, which takes and gives a few bytes at a time. */
class MemoryWire implements Wire {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final int piece;
    private byte[] incoming = {};
    private int position;
    private boolean peerEnded;
    boolean outputEnded;
    int room = Integer.MAX_VALUE;

    /**
     * @param piece the most bytes of one read
     */
    MemoryWire(int piece) {
        this.piece = piece;
    }

    void deliver(byte[] bytes) {
        var all = new ByteArrayOutputStream();
        all.write(incoming, position, incoming.length - position);
        all.writeBytes(bytes);
        incoming = all.toByteArray();
        position = 0;
    }

    void endInput() {
        peerEnded = true;
    }

    @Override
    public int readSize() {
        return piece;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = Math.min(Math.min(piece, into.remaining()), incoming.length - position);
        into.put(incoming, position, count);
        position += count;
        return count == 0 && peerEnded ? -1 : count;
    }

    @Override
    public Progress write(ByteBuffer[] buffers, int from, int count) {
        for (int i = from; i < from + count; i++) {
            int taken = Math.min(buffers[i].remaining(), room);
            byte[] bytes = new byte[taken];
            buffers[i].get(bytes);
            written.writeBytes(bytes);
            room -= taken;
            if (buffers[i].hasRemaining()) {
                return Progress.FULL;
            }
        }
        return Progress.DONE;
    }

    @Override
    public boolean wantsOutput() {
        return false;
    }

    @Override
    public void whenWritesWait(Executor tasks, Runnable goOn) {
        // They never wait.
    }

    @Override
    public Progress endOutput() {
        outputEnded = true;
        return Progress.DONE;
    }

    @Override
    public void breakOff() {
        // There is nothing to break.
    }

    @Override
    public void releaseInput() {
        // It holds nothing.
    }

    @Override
    public void releaseOutput() {
        // It holds nothing.
    }
}
