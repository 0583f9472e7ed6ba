package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.client.Wire.Progress;
import dev.sheetbend.websocket.frame.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS against an engine of the JDK, without a socket, so that every split and every full buffer can be had. */
class TlsWireTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private static SSLContext context;

    private final BufferPool pool = new BufferPool(0);
    private MemoryWire below = new MemoryWire(Integer.MAX_VALUE);
    private TlsWire wire;
    private SSLEngine server;
    private final ByteArrayOutputStream serverReceived = new ByteArrayOutputStream();
    private int serverKeyUpdates;
    private ByteBuffer forServer = ByteBuffer.allocate(0);

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        context = TestCertificate.contextFor("localhost", directory);
    }

    @AfterEach
    void nothingIsLeft() {
        wire.releaseInput();
        wire.releaseOutput();
        assertThat(pool.outstanding()).isZero();
    }

    private void connect(String protocol, int piece) throws IOException {
        below = new MemoryWire(piece);
        SSLEngine client = context.createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        server = context.createSSLEngine();
        server.setUseClientMode(false);
        server.setEnabledProtocols(new String[] {protocol});
        wire = new TlsWire(below, client, pool);
        wire.begin();
        while (wire.handshake() != 0) {
            pump();
        }
        pump();
    }

    /** The server takes what the client has written, and answers what TLS wants answered. */
    private void pump() throws IOException {
        var all = new ByteArrayOutputStream();
        all.write(forServer.array(), forServer.position(), forServer.remaining());
        all.writeBytes(below.written.toByteArray());
        below.written.reset();
        forServer = ByteBuffer.wrap(all.toByteArray());
        ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
        boolean more = true;
        while (more) {
            more = switch (server.getHandshakeStatus()) {
                case NEED_TASK -> {
                    server.getDelegatedTask().run();
                    yield true;
                }
                case NEED_WRAP -> {
                    send(ByteBuffer.allocate(0));
                    yield true;
                }
                default -> {
                    boolean established = server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
                    SSLEngineResult result = server.unwrap(forServer, plain.clear());
                    serverReceived.write(plain.array(), 0, plain.position());
                    if (established && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                        serverKeyUpdates++;
                    }
                    yield result.bytesConsumed() > 0;
                }
            };
        }
    }

    private void send(ByteBuffer plain) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(64 * 1024);
        server.wrap(plain, record);
        byte[] bytes = new byte[record.flip().remaining()];
        record.get(bytes);
        below.deliver(bytes);
    }

    private byte[] readAll() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int count;
        do {
            ByteBuffer buffer = ByteBuffer.allocate(wire.readSize());
            count = wire.read(buffer);
            bytes.write(buffer.array(), 0, Math.max(count, 0));
            if (wire.wantsOutput()) {
                wire.write(Wire.NOTHING, 0, 0);
            }
        } while (count > 0 || count == Wire.NEEDS_ROOM);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 1", "TLSv1.3, 7", "TLSv1.3, 100000", "TLSv1.2, 1", "TLSv1.2, 7", "TLSv1.2, 100000"})
    void readsAndWritesHoweverTheBytesAreCut(String protocol, int piece) throws Exception {
        connect(protocol, piece);
        for (int size : new int[] {1, 100, 16_384, 16_385, 60_000}) {
            ByteBuffer outgoing = ByteBuffer.wrap(Bytes.pattern(size));
            assertThat(wire.write(new ByteBuffer[] {outgoing}, 0, 1)).isEqualTo(Progress.DONE);
            pump();
            assertThat(serverReceived.toByteArray()).isEqualTo(Bytes.pattern(size));
            serverReceived.reset();

            ByteBuffer incoming = ByteBuffer.wrap(Bytes.pattern(size));
            while (incoming.hasRemaining()) {
                send(incoming);
            }
            assertThat(readAll()).isEqualTo(Bytes.pattern(size));
        }
        assertThat(pool.outstanding()).as("buffers of an idle connection").isZero();
    }

    @Test
    void goesOnWhereAFullChannelStoppedIt() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        var buffers = new ByteBuffer[] {ByteBuffer.wrap(Bytes.pattern(50_000)), ByteBuffer.wrap(new byte[] {1, 2, 3})};
        int writes = 0;
        Progress progress;
        do {
            below.room = 1000;
            progress = wire.write(buffers, 0, 2);
            writes++;
        } while (progress == Progress.FULL);

        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(writes).isGreaterThan(50);
        pump();
        assertThat(serverReceived.size()).isEqualTo(50_003);
    }

    /** The limit of 32 KiB for one key is set where the certificate is made. */
    @Test
    void changesItsKeysAndFollowsTheServersChange() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        for (int i = 0; i < 20; i++) {
            wire.write(new ByteBuffer[] {ByteBuffer.wrap(Bytes.pattern(16_000))}, 0, 1);
            pump();
            readAll();
            ByteBuffer incoming = ByteBuffer.wrap(Bytes.pattern(16_000));
            while (incoming.hasRemaining()) {
                send(incoming);
                pump();
            }
            assertThat(readAll()).isEqualTo(Bytes.pattern(16_000));
        }
        pump();

        assertThat(serverKeyUpdates).isGreaterThan(3);
        assertThat(serverReceived.size()).isEqualTo(20 * 16_000);
    }

    @Test
    void asksForRoomWhenARecordDoesNotFit() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        send(ByteBuffer.wrap(Bytes.pattern(10_000)));
        int before = wire.readSize();

        assertThat(wire.read(ByteBuffer.allocate(100))).isEqualTo(Wire.NEEDS_ROOM);
        assertThat(wire.readSize()).isGreaterThan(before);
        assertThat(readAll()).isEqualTo(Bytes.pattern(10_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void endsWithACloseNotifyBothWays(String protocol) throws Exception {
        connect(protocol, MEBIBYTE);
        assertThat(wire.endOutput()).isEqualTo(Progress.DONE);
        pump();
        assertThat(server.isInboundDone()).isTrue();
        assertThat(below.outputEnded).isTrue();

        server.closeOutbound();
        send(ByteBuffer.allocate(0));
        assertThat(wire.read(ByteBuffer.allocate(wire.readSize()))).isEqualTo(-1);
        assertThat(wire.read(ByteBuffer.allocate(wire.readSize()))).isEqualTo(-1);
    }

    @Test
    void theServersCloseNotifyIsTheEnd() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        send(ByteBuffer.wrap(new byte[] {1, 2}));
        server.closeOutbound();
        send(ByteBuffer.allocate(0));

        assertThat(readAll()).containsExactly(1, 2);
        assertThat(wire.read(ByteBuffer.allocate(wire.readSize()))).isEqualTo(-1);
    }

    @Test
    void refusesAnotherHandshake() throws Exception {
        connect("TLSv1.2", MEBIBYTE);
        server.beginHandshake();
        send(ByteBuffer.allocate(0));

        assertThatThrownBy(this::readAll)
                .isInstanceOf(SSLException.class)
                .hasMessage("The server began another TLS handshake, which is refused.");
        assertThat(below.written.size()).isZero();
    }

    @Test
    void anEndWithoutACloseNotifyIsAnError() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        below.endInput();

        assertThatThrownBy(this::readAll).isInstanceOf(SSLException.class);
    }

    @Test
    void aBrokenRecordIsAnError() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        below.deliver(new byte[] {
            23, 3, 3, 0, 30, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
            26, 27, 28, 29, 30
        });

        assertThatThrownBy(this::readAll).isInstanceOf(SSLException.class);
    }

    @Test
    void waitsForTheChannelDuringTheHandshake() throws Exception {
        connect("TLSv1.3", MEBIBYTE);
        SSLEngine client = context.createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        var full = new MemoryWire(MEBIBYTE);
        full.room = 10;
        var fresh = new TlsWire(full, client, pool);
        fresh.begin();

        assertThat(fresh.handshake()).isEqualTo(SelectionKey.OP_WRITE);
        full.room = MEBIBYTE;
        assertThat(fresh.handshake()).isEqualTo(SelectionKey.OP_READ);
        full.endInput();
        assertThatThrownBy(fresh::handshake).hasMessageContaining("during the TLS handshake");
        fresh.releaseInput();
        fresh.releaseOutput();
    }
}
