package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sheetbend.websocket.handshake.AcceptKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A server on a free port of the loopback address that does what a script says, for each connection on its own thread. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final boolean secure;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What the server does with a connection, which is closed afterwards. */
    interface Script {
        void run(Connection connection) throws Exception;
    }

    RawServer(Script script) throws IOException {
        this(Optional.empty(), script);
    }

    RawServer(Optional<SSLContext> tls, Script script) throws IOException {
        secure = tls.isPresent();
        InetAddress loopback = InetAddress.getAllByName("127.0.0.1")[0];
        listener = secure
                ? tls.get().getServerSocketFactory().createServerSocket(0, 1000, loopback)
                : new ServerSocket(0, 1000, loopback);
        this.script = script;
        daemon(this::accept);
    }

    /** One that echoes every message. */
    static RawServer echo(Optional<SSLContext> tls) throws IOException {
        return new RawServer(tls, connection -> {
            connection.answer(connection.switching());
            new EchoPeer(connection.socket).run();
        });
    }

    URI uri() {
        return uri("localhost", "/chat");
    }

    URI uri(String host, String path) {
        return URI.create((secure ? "wss://" : "ws://") + host + ":" + listener.getLocalPort() + path);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.run(new Connection(socket));
        } catch (Exception e) {
            // The client notices.
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection. */
    static final class Connection {
        final Socket socket;
        private String request = "";

        Connection(Socket socket) {
            this.socket = socket;
        }

        /** The request's head, read at the first call. */
        String request() throws IOException {
            if (request.isEmpty()) {
                var bytes = new ByteArrayOutputStream();
                while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                    int next = socket.getInputStream().read();
                    if (next < 0) {
                        throw new IOException("no request");
                    }
                    bytes.write(next);
                }
                request = bytes.toString(ISO_8859_1);
            }
            return request;
        }

        String header(String name) throws IOException {
            return request()
                    .lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        /** A correct answer's head, with more header lines. */
        String switching(String... more) throws IOException {
            String accept = AcceptKey.compute(header("Sec-WebSocket-Key"));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept + "\r\n"
                    + String.join("\r\n", more) + (more.length > 0 ? "\r\n\r\n" : "\r\n");
        }

        void answer(String text) throws IOException {
            request();
            send(text.getBytes(ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Until the client ends its side. */
        void drain() throws IOException {
            socket.getInputStream().readAllBytes();
        }

        /** Breaks the connection off without FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
