package dev.sheetbend.websocket.servlet;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.SocketFactory;

/** A peer that speaks just enough HTTP to get its connection upgraded. */
final class RawClient implements AutoCloseable {
    final Socket socket;
    final String answer;

    /**
     * @param behind bytes that leave together with the request
     */
    RawClient(SocketFactory sockets, int port, String path, byte[] behind) throws IOException {
        socket = sockets.createSocket();
        socket.setSoTimeout(10_000);
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(behind);
        socket.getOutputStream().write(request.toByteArray());
        answer = readHead(socket.getInputStream());
    }

    RawClient(int port, String path, byte[] behind) throws IOException {
        this(SocketFactory.getDefault(), port, path, behind);
    }

    RawClient(int port, String path) throws IOException {
        this(port, path, new byte[0]);
    }

    int status() {
        return Integer.parseInt(answer.substring(9, 12));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    CompletableFuture<Void> writeInBackground(byte[] bytes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                write(bytes);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        return done;
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("only " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Reads until the server ends the connection, in order or not. */
    long drain() {
        long total = 0;
        byte[] buffer = new byte[64 * 1024];
        try {
            int count;
            while ((count = socket.getInputStream().read(buffer)) >= 0) {
                total += count;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server did not end the connection", e);
        } catch (IOException e) {
            // Reset: that is an end as well.
            return total;
        }
        return total;
    }

    /** Ends the connection by RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("in the head of the answer: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }
}
