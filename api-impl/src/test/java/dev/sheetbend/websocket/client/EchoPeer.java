package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ConnectionSink;
import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.connection.ReadHalf;
import dev.sheetbend.websocket.connection.WriteHalf;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The server's end of a connection, blocking, on our own protocol core: echoes messages, pings and the close. */
final class EchoPeer implements ConnectionSink {
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final Socket socket;
    private final ReadHalf in = new ReadHalf(Role.SERVER, ExtensionStack.EMPTY, new BufferPool(0), this);
    private final WriteHalf out = new WriteHalf(false, () -> 0);
    private boolean closed;

    EchoPeer(Socket socket) {
        this.socket = socket;
    }

    void run() throws IOException, WebSocketFailure {
        byte[] buffer = new byte[16 * 1024];
        InputStream stream = socket.getInputStream();
        int count = stream.read(buffer);
        while (count > 0 && !closed) {
            in.receive(buffer, 0, count);
            count = closed ? -1 : stream.read(buffer);
        }
    }

    @Override
    public MessageSink textSink() {
        return new TextEcho();
    }

    @Override
    public MessageSink binarySink() {
        return new BinaryEcho();
    }

    @Override
    public void ping(byte[] array, int offset, int length) {
        byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
        send(frame, 0, out.pong(array, offset, length, frame, 0));
    }

    @Override
    public void pong(byte[] array, int offset, int length) {
        // Nobody has asked for it.
    }

    @Override
    public void close(int code, String reason) {
        closed = true;
        byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
        send(frame, 0, out.close(code, reason, frame, 0));
    }

    private void send(byte[] array, int offset, int length) {
        try {
            socket.getOutputStream().write(array, offset, length);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void echo(Opcode opcode, byte[] payload) {
        byte[] frame = new byte[FrameEncoder.MAX_HEADER + payload.length];
        System.arraycopy(payload, 0, frame, FrameEncoder.MAX_HEADER, payload.length);
        int start = out.frameInPlace(opcode, true, 0, frame, FrameEncoder.MAX_HEADER, payload.length);
        send(frame, start, frame.length - start);
    }

    private final class TextEcho implements MessageSink.WholeText {
        @Override
        public long maxMessageSize() {
            return MAX_MESSAGE;
        }

        @Override
        public void message(String text) {
            echo(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final class BinaryEcho implements MessageSink.WholeBinary {
        @Override
        public long maxMessageSize() {
            return MAX_MESSAGE;
        }

        @Override
        public void message(byte[] bytes) {
            echo(Opcode.BINARY, bytes);
        }
    }
}
