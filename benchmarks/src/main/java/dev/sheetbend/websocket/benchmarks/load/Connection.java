package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load, on its thread. */
final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Traffic traffic;
    private final Answers answers;

    // What is sent: the frames of the traffic up to the limit of the buffer.
    private final ByteBuffer output;
    private final int first;
    private int next;
    private long pending;
    private long released;
    private final long[] sentAt;

    private boolean closing;
    private boolean ended;

    /**
     * @param channel behind its opening handshake
     * @param first which message of the traffic is sent as the first one, and expected by the answers
     * @param depth how many messages may be on their way
     */
    Connection(SocketChannel channel, Selector selector, Traffic traffic, int first, Answers answers, int depth)
            throws IOException {
        this.channel = channel;
        this.traffic = traffic;
        this.answers = answers;
        this.first = first;
        output = traffic.wire();
        rewind();
        sentAt = new long[depth];
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Answers so far. */
    long messages() {
        return answers.messages();
    }

    /** How many messages have no answer yet. */
    long outstanding() {
        return released - answers.messages();
    }

    /** When a message was sent that is one of the last {@code depth} ones, as {@link System#nanoTime}. */
    long sentAt(long message) {
        return sentAt[(int) (message % sentAt.length)];
    }

    /** Whether the closing handshake is done, or cannot be. */
    boolean ended() {
        return ended;
    }

    /** Sends so many more messages, in one write where they are neighbours. */
    void send(long more, long now) throws IOException {
        for (long message = released; message < released + more; message++) {
            sentAt[(int) (message % sentAt.length)] = now;
        }
        released += more;
        pending += more;
        flush();
    }

    /** Expects so many answers more to what another connection sends. */
    void expect(long more) {
        released += more;
    }

    /** Expects the first message again, and sends it as the next one; nothing may be on its way. */
    void restart() {
        answers.restart();
        released = 0;
        rewind();
    }

    private void rewind() {
        next = first;
        int start = traffic.wireStart(first);
        output.limit(start).position(start);
    }

    /**
     * Reads once what the channel has.
     *
     * @param input that is cleared
     * @return how many bytes it had
     */
    int read(ByteBuffer input) throws IOException {
        input.clear();
        int length = channel.read(input);
        if (length < 0) {
            if (!closing) {
                throw new WrongAnswerException("The server ended a connection");
            }
            end();
            return 0;
        }
        answers.read(input.flip());
        if (answers.messages() > released) {
            throw new WrongAnswerException("There are more answers than messages");
        }
        if (answers.closed()) {
            if (!closing) {
                throw new WrongAnswerException("The server closed a connection");
            }
            end();
        }
        return length;
    }

    boolean readable() {
        return key.isReadable();
    }

    /** Writes what can be written of what is to be sent. */
    void flush() throws IOException {
        write();
        while (pending > 0 && !(next == traffic.count() && output.hasRemaining())) {
            if (next == traffic.count()) {
                next = 0;
                output.position(0);
            }
            int count = (int) Math.min(pending, traffic.count() - next);
            next += count;
            pending -= count;
            output.limit(traffic.wireEnd(next - 1));
            write();
        }
        int interest = output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Begins the closing handshake; everything else has been answered. */
    void close() throws IOException {
        closing = true;
        if (answers.answersClose()) {
            channel.write(ByteBuffer.wrap(Frames.close()));
        } else {
            end();
        }
    }

    /** Ends the connection at once. */
    void end() throws IOException {
        ended = true;
        answers.release();
        key.cancel();
        channel.close();
    }

    private void write() throws IOException {
        if (output.hasRemaining()) {
            channel.write(output);
        }
    }
}
