package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * That a connection has coders of its own, each started once and ended once, whatever way the connection ends (4.1.2).
 */
class CoderLifecycleTest {
    private static final String[] OPENED = {"init encoder", "init decoder", "open"};
    private static final String[] WHOLE_LIFE = {
        "init encoder", "init decoder", "open", "close", "destroy encoder", "destroy decoder"
    };

    private static BlockingQueue<String> events;
    private static BlockingQueue<Session> sessions;
    private static BlockingQueue<Object> configs;
    private static volatile ClassLoader destroyedWith;
    private static volatile boolean opensBadly;
    private static volatile boolean startsBadly;

    private final SessionHarness peer = new SessionHarness();

    /** What is coded. */
    public record Word(String text) {}

    /** Of one connection. */
    public static class WordEncoder implements Encoder.Text<Word> {
        @Override
        public void init(EndpointConfig config) {
            configs.add(config);
            events.add("init encoder");
        }

        @Override
        public String encode(Word object) {
            return object.text() + " by " + System.identityHashCode(this);
        }

        @Override
        public void destroy() {
            events.add("destroy encoder");
            throw new IllegalStateException("destroy fails, to be logged");
        }
    }

    /** Of one connection. */
    public static class WordDecoder implements Decoder.Text<Word> {
        @Override
        public void init(EndpointConfig config) {
            configs.add(config);
            events.add("init decoder");
            if (startsBadly) {
                throw new IllegalStateException("init fails, to be logged");
            }
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @Override
        public Word decode(String text) {
            return new Word(text);
        }

        @Override
        public void destroy() {
            destroyedWith = Thread.currentThread().getContextClassLoader();
            events.add("destroy decoder");
        }
    }

    /** Tells what happens to it. */
    @ServerEndpoint(value = "/life", encoders = WordEncoder.class, decoders = WordDecoder.class)
    public static class Life {
        @OnOpen
        public void open(Session session, EndpointConfig config) {
            sessions.add(session);
            configs.add(config);
            events.add("open");
            if (opensBadly) {
                throw new IllegalStateException("onOpen");
            }
        }

        @OnClose
        public void close() {
            events.add("close");
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getMessage());
        }
    }

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
        sessions = new LinkedBlockingQueue<>();
        configs = new LinkedBlockingQueue<>();
        opensBadly = false;
        startsBadly = false;
    }

    @AfterEach
    void close() {
        peer.container.stop();
        peer.transport.shutDown();
    }

    private void awaitEvents(String... expected) {
        await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    private Session opened() throws Exception {
        peer.open(Life.class, "/life");
        awaitEvents(OPENED);
        return sessions.poll(10, TimeUnit.SECONDS);
    }

    /** Nothing happens to a coder a second time when the connection ends once more. */
    private void assertWholeLife() {
        awaitEvents(WHOLE_LIFE);
        peer.transport.end(null);
        peer.container.stop();
        assertThat(events).containsExactly(WHOLE_LIFE);
    }

    @Test
    void whenThePeerCloses() throws Exception {
        assertThat(opened().isOpen()).isTrue();
        peer.frames().close(1000, "").send();
        assertWholeLife();
    }

    @Test
    void whenTheApplicationCloses() throws Exception {
        opened().close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, "enough"));
        assertWholeLife();
    }

    @Test
    void whenTheConnectionIsLost() throws Exception {
        assertThat(opened().isOpen()).isTrue();
        peer.transport.end(new IOException("Gone."));
        assertWholeLife();
    }

    @Test
    void whenTheApplicationAborts() throws Exception {
        ((SheetbendSession) opened()).abort();
        assertWholeLife();
    }

    @Test
    void whenTheProtocolIsViolated() throws Exception {
        peer.open(Life.class, "/life");
        peer.frames().hex("83 80 00000000").send();
        await().untilAsserted(() -> assertThat(events)
                .filteredOn(event -> !event.startsWith("error"))
                .containsExactly(WHOLE_LIFE));
    }

    @Test
    void whenTheSessionIsIdleForTooLong() throws Exception {
        peer.with(SheetbendProperties.IDLE_TIMEOUT, 1);
        peer.open(Life.class, "/life");
        assertWholeLife();
    }

    @Test
    void whenTheContainerStops() throws Exception {
        assertThat(opened().isOpen()).isTrue();
        peer.container.stop();
        assertWholeLife();
    }

    @Test
    void whenOnOpenThrowsTheCodersGoOnAndEndWithTheConnection() throws Exception {
        opensBadly = true;
        peer.open(Life.class, "/life");
        awaitEvents("init encoder", "init decoder", "open", "error onOpen");
        peer.transport.end(null);
        awaitEvents(
                "init encoder", "init decoder", "open", "error onOpen", "close", "destroy encoder", "destroy decoder");
    }

    @Test
    void whenTheServletContainerCannotSwitchOver() throws Exception {
        deploy();
        UpgradeAnswer answer = peer.container.answer("/life", SessionHarness.request("/life"));
        UpgradeAnswer.Acceptor acceptor = ((UpgradeAnswer.Accepted) answer).acceptor();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            acceptor.abandon();
            acceptor.abandon();
            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(destroyedWith).isSameAs(Life.class.getClassLoader());
        assertThat(events).containsExactly("init encoder", "init decoder", "destroy encoder", "destroy decoder");
    }

    @Test
    void whenTheTransportDoesNotStart() throws Exception {
        deploy();
        peer.transport.beforeOpening(() -> {
            throw new IllegalStateException("no start");
        });
        assertThatThrownBy(() -> peer.connect("/life", peer.transport)).hasMessage("no start");
        assertThat(events).containsExactly("init encoder", "init decoder", "destroy encoder", "destroy decoder");
    }

    @Test
    void whenOneOfThemDoesNotStartTheHandshakeIsRefused() throws Exception {
        startsBadly = true;
        deploy();
        assertThat(peer.container.answer("/life", SessionHarness.request("/life")))
                .isInstanceOfSatisfying(
                        UpgradeAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(500));
        assertThat(events).containsExactly("init encoder", "init decoder", "destroy encoder", "destroy decoder");
    }

    private void deploy() throws Exception {
        peer.container = new ServerEndpointContainer(Settings.of(name -> null));
        peer.container.addEndpoint(Life.class);
    }

    @Test
    void twoConnectionsShareNoCoder() throws Exception {
        Session one = opened();
        var second = new FakeTransport();
        peer.connect("/life", second);
        Session other = sessions.poll(10, TimeUnit.SECONDS);
        one.getBasicRemote().sendObject(new Word("a"));
        one.getBasicRemote().sendObject(new Word("a"));
        assertThat(peer.received().get(0)).isEqualTo(peer.received().get(1));
        other.getBasicRemote().sendObject(new Word("a"));
        assertThat(second.written()).isNotEmpty().isNotEqualTo(peer.transport.written());
        assertThat(events)
                .containsExactly("init encoder", "init decoder", "open", "init encoder", "init decoder", "open");
        second.end(null);
        second.shutDown();
        peer.transport.end(null);
    }

    @Test
    void codersAndOnOpenGetTheConfigurationOfTheConnection() throws Exception {
        assertThat(opened().isOpen()).isTrue();
        assertThat(configs).hasSize(3).containsOnly(configs.peek());
        peer.transport.end(null);
    }
}
