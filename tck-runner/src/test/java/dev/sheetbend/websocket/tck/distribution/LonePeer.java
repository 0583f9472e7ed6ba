package dev.sheetbend.websocket.tck.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WebSocket server for clients within the server under test: it accepts, sends nothing, and tells how it was left. */
final class LonePeer implements Closeable {
    /** RFC 6455, 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final Pattern KEY = Pattern.compile("(?i)\\r\\nSec-WebSocket-Key: *(\\S+)");
    private static final int CLOSE_FRAME = 0x88;
    private static final int MASK = 0x80;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    LonePeer() throws IOException {}

    URI uri() {
        return URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    /** Takes the next connection, and then waits for its Close frame; gives the code, or 1006 if it was cut. */
    CompletableFuture<Integer> next() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket connection = socket.accept()) {
                        return serve(connection);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private static int serve(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
        Matcher key = KEY.matcher(head(in));
        if (!key.find()) {
            throw new IOException("The handshake has no key");
        }
        connection
                .getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        try {
            if (in.readUnsignedByte() != CLOSE_FRAME || in.readUnsignedByte() < (MASK | 2)) {
                throw new IOException("Expected a Close frame with a code");
            }
            int mask = in.readInt();
            int code = in.readUnsignedShort() ^ (mask >>> 16);
            connection.getOutputStream().write(new byte[] {(byte) CLOSE_FRAME, 2, (byte) (code >> 8), (byte) code});
            return code;
        } catch (EOFException e) {
            return 1006;
        }
    }

    private static String head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
