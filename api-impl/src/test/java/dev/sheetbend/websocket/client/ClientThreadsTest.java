package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What connections cost in threads. */
@Timeout(120)
class ClientThreadsTest {
    private static final int CONNECTIONS = 1000;

    private final SheetbendClientContainer container = ClientContainers.create();

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    @Test
    void aThousandConnectionsCostOneThreadAndNoBuffer() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            var endpoint = new RecordingEndpoint();
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sessions.add(container.connectToServer(endpoint, null, server.uri()));
            }

            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(ClientContainers.threadsNamed("sheetbend-"))
                            .isEqualTo(1));
            assertThat(container.bufferPool().outstanding()).isZero();
            assertThat(endpoint.openThread).isSameAs(Thread.currentThread());
            // They all work.
            for (Session session : sessions) {
                session.getBasicRemote().sendText("x");
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(endpoint.next()).isEqualTo("x");
            }
            for (Session session : sessions) {
                session.close();
            }
        }
        // The timer as well, though nobody has closed the container.
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(ClientContainers.threadsNamed("sheetbend-")).isZero());
    }

    @Test
    void theLoopComesBackForTheNextConnection() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            for (int i = 0; i < 2; i++) {
                var endpoint = new RecordingEndpoint();
                container.connectToServer(endpoint, null, server.uri()).close();
                assertThat(endpoint.closeCode()).isEqualTo(1000);
                await().atMost(30, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(ClientContainers.threadsNamed(EventLoop.THREAD_NAME))
                                .isZero());
            }
        }
    }

    @Test
    void theThreadsKeepNothingOfWhoeverConnected() throws Exception {
        var inherited = new InheritableThreadLocal<String>();
        var seen = new CompletableFuture<String>();
        inherited.set("the application's");
        var loop = new EventLoop();
        try (SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            EventLoop.Registration registration = loop.register(channel, new EventLoop.Listener() {
                @Override
                public void ready(int operations) {
                    seen.complete(String.valueOf(inherited.get()));
                }

                @Override
                public void failed(IOException cause) {
                    seen.completeExceptionally(cause);
                }
            });
            // A socket that is not connected is ready at once, for whatever it is asked.
            registration.want(SelectionKey.OP_WRITE);
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("null");
            registration.close();
        } finally {
            inherited.remove();
        }
    }
}
