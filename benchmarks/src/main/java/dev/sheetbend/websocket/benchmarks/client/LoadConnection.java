package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.benchmarks.load.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a {@link LoadClient}, on its thread. */
final class LoadConnection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameCycle cycle;
    private final AnswerReader answers;

    // What is sent: the frames of the cycle up to the limit of the buffer.
    private final ByteBuffer output;
    private int next;
    private long released;
    private long limit;
    private int depth = 1;

    private boolean closing;
    private boolean ended;

    LoadConnection(Opening opening, FrameCycle cycle, Selector selector, long verified) throws IOException {
        this.cycle = cycle;
        channel = opening.channel();
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        answers = new AnswerReader(new Verifier(cycle, opening.agreement(), verified));
        output = cycle.frames().limit(0);
    }

    /**
     * Sets what to send from now on.
     *
     * @param messagesAtOnce how many may be on their way, from 1; below half of it, more are sent
     * @param more how many messages to send
     */
    void send(int messagesAtOnce, long more) throws IOException {
        depth = messagesAtOnce;
        limit = more > Long.MAX_VALUE - released ? Long.MAX_VALUE : released + more;
        proceed();
    }

    /** Sends no more than what is on its way. */
    void stop() {
        limit = released;
    }

    /** Whether everything that was to be sent has been answered. */
    boolean idle() {
        return answers.messages() == limit;
    }

    /** Whether the server has ended the connection, as it was asked to. */
    boolean ended() {
        return ended;
    }

    AnswerReader answers() {
        return answers;
    }

    /** Begins the closing handshake; everything else has been written. */
    void close() throws IOException {
        closing = true;
        channel.write(ByteBuffer.wrap(FrameCycle.close()));
    }

    /** Ends the connection at once. */
    void end() throws IOException {
        ended = true;
        answers.end();
        key.cancel();
        channel.close();
    }

    /** The channel can be read or written. */
    void ready(ByteBuffer input) throws IOException {
        if (key.isReadable()) {
            read(input);
        }
        if (!ended && !closing) {
            proceed();
        }
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear();
        int count = channel.read(input);
        if (count < 0) {
            if (!closing) {
                throw new IOException("The server ended a connection");
            }
            end();
            return;
        }
        input.flip();
        answers.read(input);
        if (answers.closed() && !closing) {
            throw new IOException("The server closed a connection");
        }
    }

    private void proceed() throws IOException {
        write();
        long outstanding = released - answers.messages();
        long more = outstanding <= depth / 2 ? Math.min(depth - outstanding, limit - released) : 0;
        while (more > 0 && !(next == cycle.count() && output.hasRemaining())) {
            if (next == cycle.count()) {
                next = 0;
                output.limit(0);
            }
            int count = (int) Math.min(more, cycle.count() - next);
            next += count;
            released += count;
            more -= count;
            output.limit(cycle.end(next - 1));
            write();
        }
        int interest = output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private void write() throws IOException {
        if (output.hasRemaining()) {
            channel.write(output);
        }
    }
}
