package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection from its first packet to its last one, without a message between the handshakes. Not thread safe. */
final class Visit {
    private static final int HEAD_BYTES = 4096;
    /** What follows from the key of each request (RFC 6455, 4.2.2). */
    private static final String ACCEPT = "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".toLowerCase(Locale.ROOT);

    private static final int HEADER_BYTES = 2;
    private static final int STATUS_BYTES = 2;
    private static final int NORMAL = 1000;

    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final ByteBuffer request;
    private final ByteBuffer input = ByteBuffer.allocate(HEAD_BYTES);
    private final long began = System.nanoTime();
    private State state = State.CONNECTING;

    private enum State {
        CONNECTING,
        AWAITING_HEAD,
        AWAITING_CLOSE,
        /** The server has answered the Close frame. */
        AWAITING_END,
    }

    Visit(Destination destination, ByteBuffer request, Selector selector) throws IOException {
        this.request = request;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(Opening.address(destination.port()));
        key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            ask();
        }
    }

    /** {@link System#nanoTime} of the beginning. */
    long began() {
        return began;
    }

    /** Whether both handshakes are done. */
    boolean done() {
        return state == State.AWAITING_END;
    }

    /** The channel is connected or can be read. */
    void ready() throws IOException {
        if (state == State.CONNECTING) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            ask();
            return;
        }
        if (channel.read(input) < 0) {
            if (!done()) {
                throw new WrongAnswerException("The server ended a connection before its handshakes were done");
            }
            end();
            return;
        }
        if (state == State.AWAITING_HEAD) {
            head();
        }
        if (state == State.AWAITING_CLOSE) {
            close();
        }
    }

    void end() throws IOException {
        key.cancel();
        channel.close();
    }

    private void ask() throws IOException {
        channel.write(request);
        state = State.AWAITING_HEAD;
    }

    private void head() throws IOException {
        String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf(Opening.END);
        if (end < 0) {
            if (!input.hasRemaining()) {
                throw new WrongAnswerException("The head of an answer has more than " + HEAD_BYTES + " bytes");
            }
            return;
        }
        String head = Opening.checked(text.substring(0, end));
        if (!head.toLowerCase(Locale.ROOT).contains(ACCEPT)) {
            throw new WrongAnswerException("The server has not accepted the key: " + head);
        }
        input.flip().position(end + Opening.END.length());
        input.compact();
        channel.write(ByteBuffer.wrap(Frames.close()));
        state = State.AWAITING_CLOSE;
    }

    private void close() throws WrongAnswerException {
        if (input.position() < HEADER_BYTES + STATUS_BYTES) {
            return;
        }
        int first = input.get(0) & 0xFF;
        int status = input.getShort(HEADER_BYTES) & 0xFFFF;
        if (first != (Frames.FIN | Frames.CLOSE) || status != NORMAL) {
            throw new WrongAnswerException(
                    "The answer to a Close frame begins with 0x%02x and has status %d".formatted(first, status));
        }
        state = State.AWAITING_END;
        input.clear();
    }
}
