package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.handshake.ClientHandshake;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which addresses are tried, and for how long. */
@Timeout(60)
class DiallerTest {
    private static final byte[] SIXTEEN = new byte[ClientHandshake.KEY_BYTES];

    private final EventLoop loop = new EventLoop();
    private final BufferPool pool = new BufferPool(0);

    private Switched dial(URI uri, String connectTimeout, String... addresses) throws Exception {
        WebSocketUri server = WebSocketUri.of(uri);
        Settings settings = Settings.of(Map.of(SheetbendProperties.CONNECT_TIMEOUT, connectTimeout)::get);
        String key = ClientHandshake.key(SIXTEEN);
        var headers = ClientHandshake.headers(server.hostHeader(), key, List.of(), List.of());
        var dialler = new Dialler(server, settings, Optional.empty(), loop, pool, host -> resolve(addresses));
        return dialler.dial(ClientHandshake.request(server.requestTarget(), key, headers));
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
}
