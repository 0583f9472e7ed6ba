package dev.sheetbend.websocket.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** A server of the plainest kind, with a thread for each connection, that answers rightly or wrongly. */
final class StubServer implements AutoCloseable {
    private static final String LINE_END = "\r\n";
    private static final String ACCEPTED = String.join(
            LINE_END,
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "");

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final String head;
    private final Handler handler;
    private final Consumer<OutputStream> opened;

    /** What is done with a frame. */
    interface Handler {
        /**
         * Answers.
         *
         * @param first FIN, RSV bits and opcode
         * @param payload without its mask
         */
        void frame(int first, byte[] payload, OutputStream out) throws IOException;
    }

    /**
     * @param extensions the answer to the offer
     */
    StubServer(String extensions, Handler handler) throws IOException {
        this(
                ACCEPTED + (extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extensions + LINE_END),
                handler,
                out -> {});
    }

    private StubServer(String head, Handler handler, Consumer<OutputStream> opened) throws IOException {
        this.head = head + LINE_END;
        this.handler = handler;
        this.opened = opened;
        Thread thread = new Thread(this::accept, "stub");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that has no endpoints. */
    static StubServer refusing() throws IOException {
        return new StubServer("HTTP/1.1 404 Not Found" + LINE_END, StubServer::echo, out -> {});
    }

    /** One that tells of each connection, before it answers the handshake. */
    static StubServer telling(Consumer<OutputStream> opened, Handler handler) throws IOException {
        return new StubServer(ACCEPTED, handler, opened);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The right answer to every frame. */
    static void echo(int first, byte[] payload, OutputStream out) throws IOException {
        send(out, first, payload);
    }

    static void send(OutputStream out, int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < Frames.TWO_MORE) {
            frame.write(payload.length);
        } else {
            frame.write(Frames.TWO_MORE);
            frame.write(payload.length >> Byte.SIZE);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : List.copyOf(sockets)) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket), "stub connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // The test is done.
            sockets.clear();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder request = new StringBuilder();
            while (request.indexOf(Opening.END) < 0) {
                request.append((char) in.readUnsignedByte());
            }
            opened.accept(socket.getOutputStream());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte() & Frames.LENGTH;
                if (length == Frames.TWO_MORE) {
                    length = in.readUnsignedShort();
                }
                byte[] key = in.readNBytes(4);
                byte[] payload = in.readNBytes(length);
                for (int i = 0; i < length; i++) {
                    payload[i] ^= key[i % key.length];
                }
                handler.frame(first, payload, socket.getOutputStream());
            }
        } catch (IOException | UncheckedIOException e) {
            // The client is gone, as it does at the end.
            sockets.remove(socket);
        }
    }
}
