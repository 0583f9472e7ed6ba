package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A byte pipe to nowhere. */
final class StubTransport implements Transport {
    private Receiver receiver;
    private boolean aborted;
    private boolean ended;

    @Override
    public void start(Receiver theReceiver) {
        receiver = theReceiver;
        receiver.opened();
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        listener.writeCompleted();
    }

    @Override
    public void suspend() {
        // Nothing is read.
    }

    @Override
    public void resume() {
        // Nothing is read.
    }

    @Override
    public void close() {
        end();
    }

    @Override
    public void abort() {
        aborted = true;
        end();
    }

    boolean isAborted() {
        return aborted;
    }

    /** The connection breaks. */
    void end() {
        if (!ended) {
            ended = true;
            receiver.ended(new IOException("Gone."));
        }
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
