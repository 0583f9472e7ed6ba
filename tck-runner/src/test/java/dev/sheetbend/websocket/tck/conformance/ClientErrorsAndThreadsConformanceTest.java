package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.conformance.ClientEndpoints.Form;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 5, for client endpoints. */
class ClientErrorsAndThreadsConformanceTest extends ClientWar {
    private static final String OPEN = "open 1 true true";

    /** The peers. */
    @Deployment(testable = false)
    static WebArchive war() {
        return peers("client-errors");
    }

    @Test
    void wsc_5_1_1_eachConnectionOfAnAnnotatedClassHasAnInstance() throws Exception {
        connect(Form.ANNOTATED_CLASS);
        connect(Form.ANNOTATED_CLASS);

        // An instance counts its connections.
        assertThat(notes()).containsExactly(OPEN, OPEN);
    }

    /** Notes the begin and the end of each call, and waits at a gate in the method that it is told. */
    @ClientEndpoint
    public static final class Slow {
        private final String gated;
        private final CountDownLatch gate = new CountDownLatch(1);

        Slow(String gated) {
            this.gated = gated;
        }

        private void call(String name, Session session) {
            Journal.note(session, name + " begins");
            if (gated.equals(name)) {
                pass();
            }
            Journal.note(session, name + " ends");
        }

        private void pass() {
            try {
                if (!gate.await(2L * SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Nobody has opened the gate.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Is {@code open}. */
        @OnOpen
        public void open(Session session) {
            call("open", session);
        }

        /** Is called like the part. */
        @OnMessage
        public void part(String part, boolean last, Session session) {
            call(part, session);
        }

        /** Is {@code bytes}. */
        @OnMessage
        public void bytes(byte[] bytes, Session session) {
            call("bytes", session);
        }

        /** Is {@code close}. */
        @OnClose
        public void close(Session session) {
            call("close", session);
        }
    }

    @Test
    void wsc_5_1_2_theNextMessageWaitsForTheOneBefore() throws Exception {
        var slow = new Slow("a");
        Session session = connect(slow);
        order(session, "several ab");
        order(session, "binary 1");
        awaitNotes("open begins", "open ends", "a begins");
        slow.gate.countDown();

        awaitNotes(
                "open begins", "open ends", "a begins", "a ends", "b begins", "b ends", "bytes begins", "bytes ends");
    }

    @Test
    void wsc_5_1_2_theCloseMethodWaitsForTheMessageMethod() throws Exception {
        var slow = new Slow("a");
        Session session = connect(slow);
        order(session, "a");
        awaitNotes("open begins", "open ends", "a begins");
        session.close();
        awaitJournal("close 1000");
        slow.gate.countDown();

        awaitNotes("open begins", "open ends", "a begins", "a ends", "close begins", "close ends");
    }

    @Test
    void wsc_5_1_2_ofManyMessagesNoTwoAreHandledAtOnce() throws Exception {
        var counting = new Counting();
        order(connect(counting), "several " + "x".repeat(500));

        await().atMost(WAIT).untilAsserted(() -> assertThat(counting.messages).hasValue(500));
        assertThat(counting.most).hasValue(1);
    }

    /** Knows how many threads have been in it at once. */
    @ClientEndpoint
    public static final class Counting {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger messages = new AtomicInteger();

        /** Comes in and goes out. */
        @OnMessage
        public void message(String message) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
            messages.incrementAndGet();
        }
    }

    @Test
    void wsc_5_1_3_theCloseMethodWaitsForTheOpenMethod() throws Exception {
        var slow = new Slow("open");
        CompletableFuture<Session> connected = connectToHasty(slow);
        awaitNotes("open begins");
        awaitJournal("closed");
        slow.gate.countDown();
        connected.get(SECONDS, TimeUnit.SECONDS);

        await().atMost(WAIT).untilAsserted(() -> assertThat(notes()).last().isEqualTo("close ends"));
        assertThat(notes()).startsWith("open begins", "open ends").endsWith("close begins", "close ends");
    }

    @Test
    void wsc_5_1_4_noTwoCallsOfOneConnectionOverlap() throws Exception {
        var slow = new Slow("open");
        connectToHasty(slow);
        awaitNotes("open begins");
        awaitJournal("closed");
        slow.gate.countDown();

        awaitNotes(
                "open begins",
                "open ends",
                "hasty begins",
                "hasty ends",
                "bytes begins",
                "bytes ends",
                "close begins",
                "close ends");
    }

    /** On a thread of its own, since connecting lasts as long as the open method does. */
    private CompletableFuture<Session> connectToHasty(Object endpoint) {
        var connected = new CompletableFuture<Session>();
        Thread thread = new Thread(() -> {
            try {
                connected.complete(container().connectToServer(endpoint, uri("ws", "hasty")));
            } catch (DeploymentException | IOException e) {
                connected.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return connected;
    }

    @Test
    void wsc_5_1_5_thePartsOfAMessageComeOneAfterAnother() throws Exception {
        var slow = new Slow("a");
        Session session = connect(slow);
        order(session, "parts abc");
        order(session, "binary 1");
        awaitNotes("open begins", "open ends", "a begins");
        slow.gate.countDown();

        awaitNotes(
                "open begins",
                "open ends",
                "a begins",
                "a ends",
                "b begins",
                "b ends",
                "c begins",
                "c ends",
                "end begins",
                "end ends",
                "bytes begins",
                "bytes ends");
    }

    @Test
    void wsc_5_2_1_2_theFailureOfADeploymentNamesTheClass() {
        assertThatThrownBy(() -> container().connectToServer(MalformedClients.TwoOpenMethods.class, uri("ws", "peer")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("TwoOpenMethods")
                .hasMessageContaining("@OnOpen");
    }

    @ParameterizedTest
    @EnumSource
    void wsc_5_2_1_4_aHandshakeThatFailsIsADeploymentException(Form form) {
        assertThatThrownBy(() -> form.connect(container(), uri("ws", "nothing-here")))
                .isInstanceOf(DeploymentException.class);
        assertThat(notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "ws://127.0.0.1/#fragment", "relative"})
    void wsc_5_2_1_4_anAddressThatIsNoneIsADeploymentException(String address) {
        assertThatThrownBy(() -> Form.ANNOTATED_CLASS.connect(container(), URI.create(address)))
                .isInstanceOf(DeploymentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void wsc_5_2_2_1_anErrorOfTheApplicationEndsNothing(Form form) throws Exception {
        Session session = connect(form);
        order(session, "throw it");
        order(session, "hello");

        awaitNotes(OPEN, "error IllegalArgumentException it true", "text hello true");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void wsc_5_2_2_2_theErrorMethodIsCalled() throws Exception {
        Session session = connect(new Failing());
        order(session, "checked");
        order(session, "error");
        order(session, "42");

        awaitNotes("error IOException", "error AssertionError", "number 42");
    }

    @Test
    void wsc_5_2_2_2_onErrorOfAProgrammaticEndpointIsCalled() throws Exception {
        order(connect(Form.ENDPOINT_CLASS), "throw why");

        awaitNotes(OPEN, "error IllegalArgumentException why true");
    }

    /** Fails in the way that the message says. */
    @ClientEndpoint
    public static final class Failing {
        /** A checked exception, an error, or a number. */
        @OnMessage
        public void message(String order, Session session) throws IOException {
            switch (order) {
                case "checked" -> throw new IOException("checked exception");
                case "error" -> throw new AssertionError("an error");
                default -> Journal.note(session, "number " + order);
            }
        }

        /** Notes the error. */
        @OnError
        public void error(Session session, Throwable error) {
            Journal.note(session, "error " + error.getClass().getSimpleName());
        }
    }

    @Test
    void wsc_5_2_2_3_anErrorThatNobodyHandlesIsLogged() throws Exception {
        try (var log = new CapturedLog()) {
            order(connect(new Unhandled()), "reason of " + key());

            await().atMost(WAIT)
                    .untilAsserted(
                            () -> assertThat(log.causes()).anyMatch(text -> text.contains("reason of " + key())));
        }
    }

    /** Fails and has no method for errors. */
    @ClientEndpoint
    public static final class Unhandled {
        /** Fails unless there is nothing to fail of. */
        @OnMessage
        public void message(String message) {
            if (!message.isEmpty()) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    @Test
    void wsc_5_2_2_4_anErrorOfTheErrorMethodIsLogged() throws Exception {
        try (var log = new CapturedLog()) {
            order(connect(new FailingTwice()), "first of " + key());

            await().atMost(WAIT)
                    .untilAsserted(
                            () -> assertThat(log.causes()).anyMatch(text -> text.contains("again: first of " + key())));
        }
    }

    /** Fails, and again when it learns of that. */
    @ClientEndpoint
    public static final class FailingTwice {
        /** Fails unless there is nothing to fail of. */
        @OnMessage
        public void message(String message) {
            if (!message.isEmpty()) {
                throw new IllegalArgumentException(message);
            }
        }

        /** Fails on that failure. */
        @OnError
        public void error(Throwable error) {
            if (error instanceof IllegalArgumentException) {
                throw new IllegalStateException("again: " + error.getMessage(), error);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wsc_5_2_3_1_aMessageThatIsTooLongIsReportedToTheErrorMethod(Form form) throws Exception {
        Session session = connect(form);
        session.setMaxTextMessageBufferSize(3);
        order(session, "long");

        awaitJournal("close 1009");
        await().atMost(WAIT).untilAsserted(() -> assertThat(notes()).hasSize(3));
        assertThat(notes().get(1)).startsWith("error ");
        assertThat(notes().get(2)).startsWith("close 1009 ");
    }

    @Test
    void wsc_5_2_3_1_theEndOfTheConnectionIsReportedToWhoSends() throws Exception {
        Session session = connectSilent();
        order(session, "abort");
        await().atMost(WAIT).until(() -> !session.isOpen());

        assertThatThrownBy(() -> session.getBasicRemote().sendText("too late"))
                .isInstanceOfAny(IOException.class, IllegalStateException.class);
    }
}
