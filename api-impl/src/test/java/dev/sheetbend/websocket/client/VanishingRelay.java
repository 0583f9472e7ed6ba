package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Passes bytes on between a client and a server until it is told to stop, and then ends neither connection. */
final class VanishingRelay implements AutoCloseable {
    private final int serverPort;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch clientEnded = new CountDownLatch(1);
    private volatile boolean vanished;

    VanishingRelay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 10, loopback());
        daemon(this::accept);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** As the server's, but to here. */
    URI uri(RawServer server) {
        URI direct = server.uri();
        return URI.create(direct.toString().replace(":" + direct.getPort() + "/", ":" + listener.getLocalPort() + "/"));
    }

    /** From now on nothing goes through, and nothing is said of it. */
    void vanish() {
        vanished = true;
    }

    /** Ends the client's connection in order, of its own accord. */
    void endClient() throws IOException {
        sockets.get(0).shutdownOutput();
    }

    /** Waits until the client's connection is gone. What the client has sent is read only now, to get at its end. */
    void awaitEndOfClient() throws InterruptedException {
        closing.countDown();
        if (!clientEnded.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("The client keeps its connection.");
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(loopback(), serverPort);
                sockets.addAll(List.of(client, server));
                daemon(() -> passFromClient(client, server));
                daemon(() -> pass(server, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void passFromClient(Socket client, Socket server) {
        pass(client, server);
        try {
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // A reset is an end as well.
        }
        clientEnded.countDown();
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0 && !vanished) {
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
            closing.await();
        } catch (IOException e) {
            // Reset.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "test-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
