package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.frame.Opcode;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the blocking and the asynchronous remote have in common. Any thread. */
abstract class AbstractRemote implements RemoteEndpoint {
    private static final int MAX_CONTROL_PAYLOAD = 125;

    private final SessionConnection connection;
    private final SendQueue queue;

    AbstractRemote(SessionConnection connection) {
        this.connection = connection;
        this.queue = connection.queue();
    }

    /** The queue, for a send that is about to happen. */
    final SendQueue sending() {
        connection.active();
        return queue;
    }

    /** The queue, for a send that is part of what was received just now. */
    final SendQueue queue() {
        return queue;
    }

    static void require(Object argument, String name) {
        if (argument == null) {
            throw new IllegalArgumentException("The " + name + " must not be null.");
        }
    }

    /** The API has another exception for what is set than for what is sent. */
    final void requireOpenForChanges() {
        if (!connection.isOpen()) {
            throw new IllegalArgumentException(
                    "The session is closed; its remote endpoint cannot be changed any more.");
        }
    }

    final void requireOpenForSending() throws IOException {
        if (!connection.isOpen()) {
            throw new IOException("The session is closed.");
        }
    }

    @Override
    public void setBatchingAllowed(boolean allowed) throws IOException {
        requireOpenForChanges();
        queue.batchingAllowed(allowed);
    }

    @Override
    public boolean getBatchingAllowed() {
        return queue.gathering().batchingAllowed();
    }

    @Override
    public void flushBatch() throws IOException {
        sending().flushBatch();
    }

    @Override
    public void sendPing(ByteBuffer applicationData) throws IOException {
        sendControl(Opcode.PING, applicationData);
    }

    @Override
    public void sendPong(ByteBuffer applicationData) throws IOException {
        sendControl(Opcode.PONG, applicationData);
    }

    private void sendControl(Opcode opcode, ByteBuffer data) throws IOException {
        require(data, "application data");
        if (data.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "The application data of a Ping or Pong must not exceed 125 bytes; it has " + data.remaining()
                            + ".");
        }
        sendControl(Outgoing.control(opcode, data));
    }

    abstract void sendControl(Outgoing frame) throws IOException;
}
