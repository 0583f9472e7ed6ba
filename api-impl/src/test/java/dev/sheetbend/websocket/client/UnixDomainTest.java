package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.client.Dialogue.Deadline;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.handshake.AnswerHead;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that stands between a channel and a session, on a channel that is not TCP: a socket of the UNIX domain. */
@Timeout(60)
class UnixDomainTest {
    private static final int SIZE = 3 * 1024 * 1024;

    private static SSLContext tls;

    private final BufferPool pool = new BufferPool(0);
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final EventLoop loop = new EventLoop();
    private UnixDomainSocketAddress address;
    private ServerSocketChannel listener;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificate(@TempDir Path keys) throws Exception {
        tls = TestCertificate.contextFor("localhost", keys);
    }

    @BeforeEach
    void listen() throws IOException {
        address = UnixDomainSocketAddress.of(directory.resolve("server.sock"));
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        listener.close();
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(pool.outstanding()).isZero());
        handlers.shutdownNow();
        timer.shutdownNow();
    }

    private static Deadline soon() {
        return Deadline.in(20_000, "Too late.");
    }

    private Dialogue connect() throws IOException {
        return Dialogue.connect(SocketChannel.open(StandardProtocolFamily.UNIX), address, loop, soon());
    }

    /** Keeps what comes. */
    private static final class Collector implements Transport.Receiver {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CompletableFuture<Optional<IOException>> ended = new CompletableFuture<>();

        @Override
        public void opened() {
            // Nothing to begin with.
        }

        @Override
        public synchronized void received(byte[] array, int offset, int length) {
            bytes.write(array, offset, length);
        }

        @Override
        public void ended(IOException cause) {
            ended.complete(Optional.ofNullable(cause));
        }

        synchronized int size() {
            return bytes.size();
        }
    }

    @Test
    void handshakeMessagesAndTheEndGoThroughIt() throws Exception {
        handlers.execute(() -> serve());
        Dialogue dialogue = connect();
        var wire = new SocketWire(dialogue.channel());
        var exchange = new OpeningExchange(wire, dialogue, pool, soon());
        exchange.send("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
        AnswerHead head = exchange.head();

        assertThat(head.status()).isEqualTo(101);
        echo(new ClientTransport(wire, dialogue.release(), services(), exchange.behind()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tlsGoesThroughItAsWell(String protocol) throws Exception {
        CompletableFuture<Void> server = serveTls(protocol, TlsEcho::run);
        echo(connectTls(protocol));

        // It has got our close_notify.
        server.get(20, TimeUnit.SECONDS);
    }

    /** RFC 8446, 6.1 wants a close_notify from each side. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndOfTlsIsAnsweredInKind(String protocol) throws Exception {
        CompletableFuture<Void> server = serveTls(protocol, TlsEcho::runShortly);
        var collector = new Collector();
        connectTls(protocol).start(collector);

        assertThat(collector.ended.get(20, TimeUnit.SECONDS)).isEmpty();
        server.get(20, TimeUnit.SECONDS);
    }

    private ClientTransport connectTls(String protocol) throws IOException {
        Dialogue dialogue = connect();
        SSLEngine engine = tls.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        var wire = new TlsWire(new SocketWire(dialogue.channel()), engine, pool);
        wire.begin();
        for (int wanted = wire.handshake(); wanted != 0; wanted = wire.handshake()) {
            dialogue.await(wanted, soon());
        }
        assertThat(engine.getSession().getProtocol()).isEqualTo(protocol);
        return new ClientTransport(wire, dialogue.release(), services(), new byte[0]);
    }

    @Test
    void aBrokenOneEndsWithAnError() throws Exception {
        var accepted = new CompletableFuture<SocketChannel>();
        handlers.execute(() -> {
            try {
                accepted.complete(listener.accept());
            } catch (IOException e) {
                accepted.completeExceptionally(e);
            }
        });
        Dialogue dialogue = connect();
        var collector = new Collector();
        var transport =
                new ClientTransport(new SocketWire(dialogue.channel()), dialogue.release(), services(), new byte[0]);
        transport.start(collector);
        try (SocketChannel server = accepted.get(20, TimeUnit.SECONDS)) {
            transport.abort();

            assertThat(collector.ended.get(20, TimeUnit.SECONDS)).isPresent();
            assertThat(server.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void nobodyThereIsAnError() throws Exception {
        listener.close();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    private ClientTransport.Services services() {
        return new ClientTransport.Services(pool, handlers, timer, EndpointThreads.POOLED);
    }

    /** More than the channel takes at once, and back, and then the end. */
    private static void echo(ClientTransport transport) throws Exception {
        var collector = new Collector();
        transport.start(collector);
        var written = new CompletableFuture<Void>();
        transport.write(new ByteBuffer[] {ByteBuffer.wrap(Bytes.pattern(SIZE))}, 1, new Transport.WriteListener() {
            @Override
            public void writeCompleted() {
                written.complete(null);
            }

            @Override
            public void writeFailed(Throwable cause) {
                written.completeExceptionally(cause);
            }
        });
        written.get(20, TimeUnit.SECONDS);
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(collector.size()).isEqualTo(SIZE));
        assertThat(collector.bytes.toByteArray()).isEqualTo(Bytes.pattern(SIZE));
        transport.close();
        assertThat(collector.ended.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    /** Answers one request, and then sends everything back. */
    private void serve() {
        try (SocketChannel channel = listener.accept()) {
            ByteBuffer request = ByteBuffer.allocate("GET / HTTP/1.1\r\n\r\n".length());
            int count = channel.read(request);
            while (count >= 0 && request.hasRemaining()) {
                count = channel.read(request);
            }
            channel.write(ByteBuffer.wrap("HTTP/1.1 101 x\r\n\r\n".getBytes(ISO_8859_1)));
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The client notices.
        }
    }

    private interface TlsScript {
        void run(TlsEcho server) throws IOException;
    }

    /** The same over TLS, by an engine of the JDK. */
    private CompletableFuture<Void> serveTls(String protocol, TlsScript script) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {protocol});
        return CompletableFuture.runAsync(
                () -> {
                    try (SocketChannel channel = listener.accept()) {
                        script.run(new TlsEcho(channel, engine));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                handlers);
    }
}
