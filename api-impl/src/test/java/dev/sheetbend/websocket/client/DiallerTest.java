package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.handshake.ClientHandshake;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are tried, and for how long. */
@Timeout(60)
class DiallerTest {
    private static final byte[] SIXTEEN = new byte[ClientHandshake.KEY_BYTES];

    private final EventLoop loop = new EventLoop();
    private final BufferPool pool = new BufferPool(0);
    private final ExecutorService lookups = Executors.newCachedThreadPool();

    @BeforeAll
    static void prepareTls() {
        TestCertificate.useShortLivedKeys();
    }

    @AfterEach
    void endThreads() {
        lookups.shutdownNow();
    }

    private Switched dial(URI uri, String connectTimeout, String... addresses) throws Exception {
        WebSocketUri server = WebSocketUri.of(uri);
        Settings settings = Settings.of(Map.of(SheetbendProperties.CONNECT_TIMEOUT, connectTimeout)::get);
        String key = ClientHandshake.key(SIXTEEN);
        var headers = ClientHandshake.headers(server.hostHeader(), key, List.of(), List.of());
        var lookup = new HostLookup(lookups, host -> resolve(addresses));
        var dialler = new Dialler(server, settings, Optional.empty(), loop, pool, lookup);
        return dialler.dial(
                ClientHandshake.request(server.requestTarget(), key, headers), none -> ExtensionStack.EMPTY);
    }

    private static InetAddress[] resolve(String... addresses) {
        try {
            var all = new ArrayList<InetAddress>();
            for (String address : addresses) {
                all.addAll(List.of(InetAddress.getAllByName(address)));
            }
            return all.toArray(InetAddress[]::new);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void triesTheNextAddressWhenOneRefuses() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty());
                Switched switched = dial(server.uri(), "5000", "127.0.0.2", "127.0.0.1")) {
            assertThat(switched.subprotocol()).isEmpty();
        }
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void failsWithTheLastAddressAndNamesTheOthers() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            assertThatThrownBy(() -> dial(server.uri(), "5000", "127.0.0.2", "127.0.0.3"))
                    .isInstanceOf(ConnectException.class)
                    .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void failsWhenThereIsNoAddress() {
        assertThatThrownBy(() -> dial(URI.create("ws://nowhere/"), "5000"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no address");
    }

    /** A server that accepts nothing, and has no room for what waits to be accepted. */
    @Test
    void givesUpWhenTheTimeIsOver() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, resolve("127.0.0.1")[0])) {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
            }

            assertThatThrownBy(() -> dial(URI.create("ws://localhost:" + full.getLocalPort()), "300", "127.0.0.1"))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("within 300 ms");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    /** RFC 6066, 3: names only, and without a trailing dot. */
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "web1, web1",
        "www.example.com., www.example.com",
        "under_score, ''",
        "127.0.0.1, ''",
        "[::1], ''"
    })
    void namesTheHostInTls(String host, String name) throws Exception {
        var hello = new CompletableFuture<byte[]>();
        try (RawServer server = new RawServer(connection -> {
            byte[] header = connection.socket.getInputStream().readNBytes(5);
            hello.complete(connection.socket.getInputStream().readNBytes((header[3] & 0xFF) << 8 | header[4] & 0xFF));
        })) {
            URI uri = URI.create("wss://" + host + ":" + server.port() + "/");
            // The IPv6 address goes through the resolver here, since the server has only the other one.
            WebSocketUri target = WebSocketUri.of(uri);
            var lookup = new HostLookup(lookups, asked -> resolve("127.0.0.1"));
            var dialler = new Dialler(target, Settings.of(absent -> null), Optional.empty(), loop, pool, lookup);
            String key = ClientHandshake.key(SIXTEEN);
            var headers = ClientHandshake.headers(target.hostHeader(), key, List.of(), List.of());
            assertThatThrownBy(() ->
                            dialler.dial(ClientHandshake.request("/", key, headers), none -> ExtensionStack.EMPTY))
                    .isInstanceOf(IOException.class);
        }
        assertThat(serverName(hello.get(10, TimeUnit.SECONDS))).isEqualTo(name);
        assertThat(pool.outstanding()).isZero();
    }

    /** The name in the extension server_name of a ClientHello, or the empty string (RFC 8446, 4.1.2; RFC 6066, 3). */
    private static String serverName(byte[] clientHello) {
        ByteBuffer hello = ByteBuffer.wrap(clientHello);
        hello.position(4 + 2 + 32);
        hello.position(hello.get() + hello.position());
        hello.position(hello.getShort() + hello.position());
        hello.position(hello.get() + hello.position());
        hello.getShort();
        while (hello.hasRemaining()) {
            int type = hello.getShort();
            byte[] extension = new byte[hello.getShort()];
            hello.get(extension);
            if (type == 0) {
                return new String(extension, 5, extension.length - 5, US_ASCII);
            }
        }
        return "";
    }
}
