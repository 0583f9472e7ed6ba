package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Completes no write, and fails as a test says. For one thread. */
final class FailingTransport implements Transport {
    private Receiver receiver;
    private boolean throwsErrors;
    private Optional<WriteListener> listener = Optional.empty();
    private ByteBuffer[] batch = {};
    private int count;

    @Override
    public void start(Receiver theReceiver) {
        receiver = theReceiver;
        receiver.opened();
    }

    @Override
    public void write(ByteBuffer[] buffers, int theCount, WriteListener theListener) {
        throwIfAsked();
        batch = buffers;
        count = theCount;
        listener = Optional.of(theListener);
    }

    /** From now on writing and aborting throw errors. */
    void throwErrors() {
        throwsErrors = true;
    }

    private void throwIfAsked() {
        if (throwsErrors) {
            throw new LinkageError("A test's.");
        }
    }

    /** Fails the write that is under way; returns what it still has of it then. */
    ByteBuffer[] failWrite() {
        listener.orElseThrow().writeFailed(new IOException("Broken."));
        ByteBuffer[] left = new ByteBuffer[count];
        System.arraycopy(batch, 0, left, 0, count);
        batch = new ByteBuffer[0];
        return left;
    }

    @Override
    public void suspend() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}

    @Override
    public void abort() {
        throwIfAsked();
    }

    /** The last call. */
    void end() {
        receiver.ended(null);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
