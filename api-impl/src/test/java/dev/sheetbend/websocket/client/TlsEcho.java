package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * A server's end of TLS on a blocking channel of any kind. It sends back what it gets until the client's close_notify, and
 * fails when the connection ends without one.
 */
final class TlsEcho {
    private static final int SIZE = 64 * 1024;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming = ByteBuffer.allocate(SIZE).limit(0);
    private final ByteBuffer outgoing = ByteBuffer.allocate(SIZE);
    private final ByteBuffer plain = ByteBuffer.allocate(SIZE);

    TlsEcho(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
    }

    /** Waits for the client to end the connection. */
    void run() throws IOException {
        engine.beginHandshake();
        while (!engine.isInboundDone()) {
            step();
        }
        sayGoodbye();
    }

    /** Ends the connection after the handshake, and waits for the client to do so too. */
    void runShortly() throws IOException {
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
            step();
        }
        sayGoodbye();
        while (!engine.isInboundDone()) {
            step();
        }
    }

    private void step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
            default -> unwrap();
        }
    }

    private void sayGoodbye() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            wrap(ByteBuffer.allocate(0));
        }
    }

    private void unwrap() throws IOException {
        SSLEngineResult result = engine.unwrap(incoming, plain.clear());
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            incoming.compact();
            if (channel.read(incoming) < 0) {
                throw new IOException("The client ended the connection without a close_notify.");
            }
            incoming.flip();
        }
        plain.flip();
        while (plain.hasRemaining()) {
            wrap(plain);
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        engine.wrap(from, outgoing.clear());
        outgoing.flip();
        while (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
    }
}
