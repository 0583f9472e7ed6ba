package dev.sheetbend.websocket.benchmarks.run;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that writes masked frames and reads bytes, as plainly as can be. */
final class FrameSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final Socket socket;
    private final DataInputStream input;
    private final String head;

    /** Connects and offers extensions, or none if that is empty. */
    FrameSocket(int port, String path, String offer) throws IOException {
        this(port, path, offer, new byte[0]);
    }

    /** Connects, and sends something in the same packet. */
    FrameSocket(int port, String path, String offer, byte[] behind) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        input = new DataInputStream(socket.getInputStream());
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (offer.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n") + "\r\n";
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.write(request.getBytes(StandardCharsets.US_ASCII));
        first.write(behind);
        send(first.toByteArray());
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) input.readUnsignedByte());
        }
        head = read.toString();
    }

    /** The server's answer to the handshake. */
    String head() {
        return head;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        input.readFully(bytes);
        return bytes;
    }

    /**
     * Reads a message, which may be in fragments.
     *
     * @param opcode of the first frame
     * @param masked whether frames are as a client sends them
     */
    byte[] message(int opcode, boolean masked) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int expected = opcode;
        int first;
        do {
            first = input.readUnsignedByte();
            int second = input.readUnsignedByte();
            if ((first & 0x7F) != expected || (second & 0x80) != (masked ? 0x80 : 0)) {
                throw new IOException("An unexpected frame: " + first + " " + second);
            }
            int length = second & 0x7F;
            if (length == 126) {
                length = input.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(input.readLong());
            }
            byte[] mask = read(masked ? MASK.length : 0);
            byte[] bytes = read(length);
            for (int i = 0; masked && i < length; i++) {
                bytes[i] ^= mask[i % MASK.length];
            }
            payload.write(bytes);
            expected = 0;
        } while ((first & 0x80) == 0);
        return payload.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** As a client sends it. */
    static byte[] masked(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = header(opcode, payload.length, 0x80);
        frame.write(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /** As a server sends it. */
    static byte[] plain(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = header(opcode, payload.length, 0);
        frame.write(payload);
        return frame.toByteArray();
    }

    /** RFC 6455, 5.2. */
    private static ByteArrayOutputStream header(int opcode, int length, int maskBit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeByte(0x80 | opcode);
        if (length <= 125) {
            header.writeByte(maskBit | length);
        } else if (length <= 0xFFFF) {
            header.writeByte(maskBit | 126);
            header.writeShort(length);
        } else {
            header.writeByte(maskBit | 127);
            header.writeLong(length);
        }
        return bytes;
    }
}
