package dev.sheetbend.websocket.benchmarks.server.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection of {@link NioServer}, on its thread. */
final class NioConnection {
    private static final String END = "\r\n\r\n";
    private static final String KEY = "sec-websocket-key:";

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteEcho echo;
    private final NioBroadcast broadcast;
    /** What has come of the request. */
    private final StringBuilder request = new StringBuilder();

    private State state = State.OPENING;

    private enum State {
        /** The request is not whole. */
        OPENING,
        /** What comes goes back. */
        ECHO,
        /** What comes goes to everybody. */
        BROADCAST
    }

    NioConnection(SocketChannel channel, SelectionKey key, NioBroadcast broadcast) {
        this.channel = channel;
        this.key = key;
        this.broadcast = broadcast;
        echo = new ByteEcho(channel, channel);
    }

    /**
     * What the connection waits for is there.
     *
     * @param buffer empty; free again afterwards
     */
    void ready(ByteBuffer buffer) {
        if (!key.isValid()) {
            // Closed a moment ago, when it was to take what another one had sent.
            return;
        }
        try {
            if (key.isWritable()) {
                await(echo.writable());
            } else if (state == State.ECHO) {
                await(echo.readable(buffer));
            } else if (channel.read(buffer) < 0) {
                close();
            } else if (state == State.OPENING) {
                open(buffer.flip());
            } else {
                broadcast.send(buffer.flip());
            }
        } catch (IOException e) {
            // The peer has reset it: that ends it too.
            close();
        }
    }

    /** Writes what one of everybody has sent, now or later; nobody waits for that. */
    void take(ByteBuffer bytes) {
        try {
            await(echo.write(bytes));
        } catch (IOException e) {
            // As above.
            close();
        }
    }

    private void await(ByteEcho.Next next) {
        switch (next) {
            case READABLE -> interest(SelectionKey.OP_READ);
            case WRITABLE -> interest(SelectionKey.OP_WRITE);
            case END -> close();
        }
    }

    private void interest(int operation) {
        if (key.interestOps() != operation) {
            key.interestOps(operation);
        }
    }

    private void close() {
        broadcast.leave(this);
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("A connection was not closed: " + e);
        }
    }

    private void open(ByteBuffer bytes) throws IOException {
        request.append(StandardCharsets.ISO_8859_1.decode(bytes));
        int end = request.indexOf(END);
        if (end < 0) {
            return;
        }
        String head = request.substring(0, end);
        // Frames may have come behind the request.
        ByteBuffer behind = bytes(request.substring(end + END.length()));
        request.setLength(0);
        request.trimToSize();
        await(echo.write(bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + AcceptKey.answer(clientKey(head)) + END)));
        if (broadcast.isFor(head)) {
            state = State.BROADCAST;
            broadcast.join(this);
            broadcast.send(behind);
        } else {
            state = State.ECHO;
            await(echo.write(behind));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String clientKey(String head) throws IOException {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("No opening handshake: " + head));
    }
}
