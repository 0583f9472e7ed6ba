package dev.sheetbend.websocket.cdi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts a server container on a free port of the loopback address, with a thread for each connection. */
final class SocketServer implements AutoCloseable {
    private final ServerEndpointContainer container;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "test-server");
        thread.setDaemon(true);
        return thread;
    });

    SocketServer(ServerEndpointContainer container) throws IOException {
        this.container = container;
        threads.execute(this::accept);
    }

    URI uri(String path) {
        return URI.create("ws://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + path);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            String[] head = head(socket).split("\r\n");
            String path = head[0].split(" ")[1];
            UpgradeAnswer answer = container.answer(path, request(path, head));
            if (answer instanceof UpgradeAnswer.Accepted accepted) {
                send(socket, "101 Switching Protocols", accepted.headers());
                accepted.acceptor().accept(new SocketTransport(socket, threads));
            } else {
                int status = answer instanceof UpgradeAnswer.Refused refused ? refused.status() : 404;
                send(socket, status + " Refused", Map.of("Content-Length", List.of("0")));
                socket.close();
            }
        } catch (IOException e) {
            // The client notices.
        }
    }

    private static String head(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            bytes.write(next);
        }
        return bytes.toString(ISO_8859_1);
    }

    private static OpeningRequest request(String path, String[] head) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon),
                    List.of(head[i].substring(colon + 1).strip()));
        }
        var facts = new OpeningRequest.ConnectionFacts(
                "127.0.0.1", "localhost", 1, "127.0.0.1", "localhost", 2, Locale.ROOT, List.of());
        return new OpeningRequest(
                "GET",
                "HTTP/1.1",
                headers,
                URI.create("ws://localhost" + path),
                null,
                Map.of(),
                null,
                null,
                role -> false,
                false,
                false,
                Login.NONE,
                () -> facts);
    }

    private static void send(Socket socket, String status, Map<String, List<String>> headers) throws IOException {
        var text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        headers.forEach((name, values) -> values.forEach(
                value -> text.append(name).append(": ").append(value).append("\r\n")));
        socket.getOutputStream().write(text.append("\r\n").toString().getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        container.stop();
        listener.close();
        threads.shutdown();
    }
}
