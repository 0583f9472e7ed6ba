package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An open connection, behind its opening handshake (RFC 6455, 4.1).
 *
 * @param channel in blocking mode
 * @param agreement on compression
 */
public record Opening(SocketChannel channel, Agreement agreement) {
    /** What ends a head. */
    static final String END = "\r\n\r\n";

    private static final String HOST = "127.0.0.1";
    private static final String ACCEPTED = "HTTP/1.1 101";
    private static final String EXTENSIONS = "sec-websocket-extensions:";

    /**
     * Connects.
     *
     * @param offer the value of {@code Sec-WebSocket-Extensions}; empty to offer nothing
     * @throws RefusedException when the server answers with something else than 101
     */
    public static Opening connect(int port, String path, String offer) throws IOException {
        SocketChannel channel = SocketChannel.open(address(port));
        boolean opened = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(request(port, path, offer));
            Opening opening = new Opening(channel, Agreement.of(extensions(checked(head(channel)))));
            opened = true;
            return opening;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Where a server of this machine listens. */
    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The bytes of a request. */
    static ByteBuffer request(int port, String path, String offer) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + HOST + ":" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (offer.isBlank() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n") + "\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Gives the head of an answer back if it accepts.
     *
     * @throws RefusedException if not
     */
    static String checked(String head) throws RefusedException {
        if (!head.startsWith(ACCEPTED)) {
            throw new RefusedException(head);
        }
        return head;
    }

    /** Byte by byte, as what follows it is not ours; a server does not send before it is sent to. */
    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf(END) < 0) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("The server ended the connection in its answer: " + head);
            }
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    private static String extensions(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(EXTENSIONS))
                .map(line -> line.substring(EXTENSIONS.length()).strip())
                .findFirst()
                .orElse("");
    }
}
