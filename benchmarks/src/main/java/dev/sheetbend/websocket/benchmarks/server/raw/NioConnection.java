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
    /** What has come of the request. */
    private final StringBuilder request = new StringBuilder();

    private boolean opened;

    NioConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
        echo = new ByteEcho(channel, channel);
    }

    /**
     * What the connection waits for is there.
     *
     * @param buffer empty; free again afterwards
     */
    void ready(ByteBuffer buffer) {
        ByteEcho.Next next;
        try {
            next = key.isWritable() ? echo.writable() : opened ? echo.readable(buffer) : opening(buffer);
        } catch (IOException e) {
            // The peer has reset it: that ends it too.
            next = ByteEcho.Next.END;
        }
        await(next);
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
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("A connection was not closed: " + e);
        }
    }

    private ByteEcho.Next opening(ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            return ByteEcho.Next.END;
        }
        request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        int end = request.indexOf(END);
        if (end < 0) {
            return ByteEcho.Next.READABLE;
        }
        opened = true;
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + AcceptKey.answer(clientKey(request.substring(0, end))) + END;
        // Frames may have come behind the request.
        String first = answer + request.substring(end + END.length());
        request.setLength(0);
        request.trimToSize();
        return echo.write(ByteBuffer.wrap(first.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String clientKey(String head) throws IOException {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("No opening handshake: " + head));
    }
}
