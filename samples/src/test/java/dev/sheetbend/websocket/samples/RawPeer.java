package dev.sheetbend.websocket.samples;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A client that sends and receives the bytes of frames as they are; payloads of at most 125 bytes. For one thread. */
final class RawPeer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final List<String> answer = new ArrayList<>();

    /**
     * A frame of the server.
     *
     * @param head its first byte: FIN, reserved bits and opcode
     * @param payload in hexadecimal digits
     */
    record Frame(int head, String payload) {}

    /**
     * Connects and waits for the answer.
     *
     * @param extensions the value of {@code Sec-WebSocket-Extensions}
     */
    RawPeer(URI uri, String extensions) throws IOException {
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: " + extensions
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        for (String line = line(); !line.isEmpty(); line = line()) {
            answer.add(line);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The lines of the server's answer. */
    List<String> answer() {
        return answer;
    }

    /** Sends a frame with a mask of zeros, so that its payload can be read as it is. */
    void send(int head, String payload) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(payload);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) head;
        frame[1] = (byte) (MASKED | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        OutputStream out = socket.getOutputStream();
        out.write(frame);
        out.flush();
    }

    /** The next frame of the server. */
    Frame receive() throws IOException {
        int head = in.readUnsignedByte();
        byte[] payload = new byte[in.readUnsignedByte()];
        in.readFully(payload);
        return new Frame(head, HexFormat.of().formatHex(payload));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
