package dev.sheetbend.websocket.benchmarks.server.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets what one sends, without a server's thread. */
class NioBroadcastTest {
    private static final byte[] TEXT = "All of you".getBytes(StandardCharsets.US_ASCII);

    private final NioBroadcast broadcast = new NioBroadcast("/broadcast");
    private final List<Socket> clients = new ArrayList<>();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<NioConnection> connections = new ArrayList<>();
    private Selector selector;

    @BeforeEach
    void connectThree() throws IOException {
        selector = Selector.open();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < 3; i++) {
                clients.add(new Socket(
                        InetAddress.getLoopbackAddress(), listener.socket().getLocalPort()));
                SocketChannel channel = listener.accept();
                channel.configureBlocking(false);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                channels.add(channel);
                connections.add(new NioConnection(channel, key, broadcast));
                broadcast.join(connections.get(i));
            }
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }

    @Test
    void everybodyGetsAllBytes() throws IOException {
        broadcast.send(ByteBuffer.wrap(TEXT));

        for (Socket client : clients) {
            assertThat(client.getInputStream().readNBytes(TEXT.length)).isEqualTo(TEXT);
        }
    }

    @Test
    void oneThatCannotBeWrittenToStopsNobody() throws IOException {
        channels.get(1).close();
        broadcast.send(ByteBuffer.wrap(TEXT));

        for (Socket client : List.of(clients.get(0), clients.get(2))) {
            assertThat(client.getInputStream().readNBytes(TEXT.length)).isEqualTo(TEXT);
        }
        // The selector may still know of it.
        assertThatCode(() -> connections.get(1).ready(ByteBuffer.allocate(TEXT.length)))
                .doesNotThrowAnyException();
    }

    @Test
    void requestsForItsPathAreItsOwn() {
        assertThat(broadcast.isFor("GET /broadcast HTTP/1.1\r\nHost: localhost"))
                .isTrue();
        assertThat(broadcast.isFor("GET /broadcast-shared HTTP/1.1\r\nHost: localhost"))
                .isFalse();
        assertThat(broadcast.isFor("GET /echo HTTP/1.1\r\nHost: localhost")).isFalse();
    }
}
