package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.SessionException;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where errors go (specification, 5.2): to the error method, as they are, or to the log, once; never to the peer. */
class ErrorRoutingTest extends InMemorySession {
    private static BlockingQueue<Object> told;
    private static volatile Session session;
    private static volatile Throwing action;

    private final LogWatch log = new LogWatch();

    /** Something that an endpoint's method runs into. */
    interface Throwing {
        void run() throws Throwable;
    }

    /** Keeps what is logged. */
    private static final class LogWatch extends Handler {
        private final Logger logger = Logger.getLogger("dev.sheetbend.websocket");
        final List<LogRecord> records = new CopyOnWriteArrayList<>();
        private boolean printed;

        void begin() {
            printed = logger.getUseParentHandlers();
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(printed);
        }
    }

    @BeforeEach
    void reset() {
        told = new LinkedBlockingQueue<>();
        action = () -> {};
        log.begin();
    }

    @AfterEach
    void stopWatching() {
        log.close();
    }

    /** Has an error method. */
    @ServerEndpoint("/handled/{name}")
    public static class Handled {
        @OnOpen
        public void open(Session opened) throws Throwable {
            session = opened;
            if (opened.getPathParameters().get("name").equals("open")) {
                action.run();
            }
        }

        @OnMessage
        public Object message(String text) throws Throwable {
            if (text.equals("throw")) {
                action.run();
            } else if (text.equals("close")) {
                session.close();
            } else if (text.equals("thread")) {
                return Thread.currentThread();
            }
            return "echo " + text;
        }

        @OnClose
        public void close(CloseReason reason, @PathParam("name") String name) throws Throwable {
            told.add("close " + reason.getCloseCode().getCode());
            if (name.equals("close")) {
                action.run();
            }
        }

        @OnError
        public void error(Throwable failure, Session failed, @PathParam("name") String name) throws Throwable {
            assertThat(failed).isSameAs(session);
            told.add(failure);
            if (name.equals("error")) {
                action.run();
            }
        }
    }

    /** Has none. */
    @ServerEndpoint("/unhandled/{name}")
    public static class Unhandled {
        @OnOpen
        public void open(Session opened) {
            session = opened;
        }

        @OnMessage
        public String message(String text) throws Throwable {
            action.run();
            return text;
        }
    }

    /** Does not override {@code onError}. */
    public static class SilentEndpoint extends Endpoint {
        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            session = opened;
            throw new IllegalStateException("mine");
        }
    }

    private static Throwing throwing(Throwable failure) {
        return () -> {
            throw failure;
        };
    }

    // As they are

    @Test
    void exceptionsArriveAsTheyWereThrown() throws Exception {
        List<Throwable> failures = List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("an error"));
        peer.open(Handled.class, "/handled/a");
        for (Throwable failure : failures) {
            action = throwing(failure);
            peer.frames().text("throw").send();
        }
        peer.frames().text("b").send();
        assertThat(told).containsExactlyElementsOf(failures);
        assertThat(peer.received()).containsExactly("text:echo b");
        assertThat(log.records).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anErrorInOnOpenLeavesTheSessionOpen(Role role) throws Exception {
        var mine = new IllegalStateException("mine");
        endpoint.onOpen = opened -> {
            opened.addMessageHandler(String.class, endpoint.events::add);
            throw mine;
        };
        peer.open(role, endpoint);
        peer.frames().text("a").send();
        assertThat(endpoint.awaitError()).isSameAs(mine);
        endpoint.awaitEvents("a");
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anErrorInOnCloseGoesToOnErrorAndTheSessionEndsAllTheSame(Role role) throws Exception {
        var mine = new IllegalStateException("mine");
        endpoint.onClose = closed -> {
            throw mine;
        };
        peer.open(role, endpoint);
        endpoint.session.close();
        assertThat(endpoint.awaitError()).isSameAs(mine);
        endpoint.awaitEvents("close 1000");
        soon().until(() -> ((WebSocketSession) endpoint.session).isClosed());
    }

    @Test
    void whatACloseMethodThrowsComesWithItsSession() throws Exception {
        var mine = new IOException("mine");
        action = throwing(mine);
        peer.open(Handled.class, "/handled/close");
        session.close();
        soon().untilAsserted(() -> assertThat(told).containsExactly("close 1000", mine));
    }

    // The error method itself

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatTheErrorMethodThrowsIsLoggedOnceTogetherWithItsReason(Role role) throws Exception {
        var first = new IllegalStateException("first");
        var second = new IllegalStateException("second");
        endpoint.onOpen = opened -> {
            throw first;
        };
        endpoint.onError = failed -> {
            throw second;
        };
        peer.open(role, endpoint);
        assertThat(log.records).hasSize(1);
        assertThat(log.records.get(0).getThrown()).isSameAs(second);
        assertThat(second.getSuppressed()).containsExactly(first);
        assertThat(log.records.get(0).getMessage())
                .contains("The error method failed", endpoint.session.getId(), RecordingEndpoint.class.getName());
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @Test
    void anErrorMethodMayThrowWhatItWasGiven() throws Exception {
        var mine = new IllegalStateException("mine");
        action = throwing(mine);
        peer.open(Handled.class, "/handled/error");
        peer.frames().text("throw").text("a").send();
        assertThat(told).containsExactly(mine);
        assertThat(log.records).hasSize(1);
        assertThat(log.records.get(0).getThrown()).isSameAs(mine);
        assertThat(peer.received()).containsExactly("text:echo a");
    }

    // Without one

    @Test
    void withoutAnErrorMethodTheLogGetsTheErrorOnceWithSessionClassAndPath() throws Exception {
        var mine = new IOException("mine");
        action = throwing(mine);
        peer.open(Unhandled.class, "/unhandled/somebody");
        peer.frames().text("a").send();
        assertThat(log.records).hasSize(1);
        assertThat(log.records.get(0).getThrown()).isSameAs(mine);
        assertThat(log.records.get(0).getMessage())
                .contains(session.getId(), Unhandled.class.getName(), "/unhandled/{name}")
                .doesNotContain("somebody");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void anEndpointThatDoesNotOverrideOnErrorHasNone() throws Exception {
        peer.deploy(ServerEndpointConfig.Builder.create(SilentEndpoint.class, "/silent")
                .build());
        peer.connect("/silent", peer.transport);
        assertThat(log.records).hasSize(1);
        assertThat(log.records.get(0).getThrown()).hasMessage("mine");
        assertThat(log.records.get(0).getMessage())
                .contains(session.getId(), SilentEndpoint.class.getName(), "/silent");
    }

    @Test
    void whatASendHandlerThrowsAfterTheEndIsLoggedOnce() throws Exception {
        peer.open(Handled.class, "/handled/a");
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("a", result -> {
            soon().until(() -> ((WebSocketSession) session).isClosed());
            throw new IllegalStateException("mine");
        });
        peer.transport.end(new IOException("reset"));
        soon().untilAsserted(() -> assertThat(log.records).hasSize(1));
        assertThat(log.records.get(0).getThrown()).hasMessage("mine");
        assertThat(told).containsExactly("close 1006");
        peer.transport.completeWrite();
    }

    // Of the container

    @ParameterizedTest
    @EnumSource(Role.class)
    void aViolationOfTheProtocolIsASessionExceptionWithItsSession(Role role) throws Exception {
        peer.open(role, endpoint);
        peer.frames().hex(role == Role.SERVER ? "8f 80 00000000" : "8f 00").send();
        endpoint.awaitEvents("close 1002");
        assertThat(endpoint.awaitError())
                .isInstanceOfSatisfying(
                        SessionException.class,
                        failure -> assertThat(failure.getSession()).isSameAs(endpoint.session))
                .hasMessageNotContaining("Exception");
        assertThat(log.records).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aViolationIsToldBeforeTheEndThatItsCloseFrameBringsAbout(Role role) throws Exception {
        peer.open(role, endpoint);
        endpoint.onError = session ->
                endpoint.events.add("error while open " + session.getId().isEmpty());
        peer.transport.throwInWrites(new IllegalStateException("broken"));
        peer.frames().hex(role == Role.SERVER ? "8f 80 00000000" : "8f 00").send();
        endpoint.awaitEvents("error while open false", "close 1002");
    }

    // Return values

    @Test
    void aReturnValueBehindACloseIsAnErrorAndThenTheCloseIsTold() throws Exception {
        peer.open(Handled.class, "/handled/a");
        peer.frames().text("close").send();
        soon().untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(told.remove()).isInstanceOf(IOException.class);
        assertThat(told.remove()).isEqualTo("close 1000");
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @Test
    void aReturnValueWithoutAnEncoderIsAnError() throws Exception {
        peer.open(Handled.class, "/handled/a");
        peer.frames().text("thread").text("a").send();
        assertThat(told).hasSize(1).first().isInstanceOf(EncodeException.class);
        assertThat(peer.received()).containsExactly("text:echo a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyErrorsOfHandlersCloseWhenThatIsWanted(boolean wanted) throws Exception {
        peer.with(SheetbendProperties.CLOSE_ON_HANDLER_ERROR, wanted).open(Role.SERVER, endpoint);
        endpoint.session.addMessageHandler(Integer.class, number -> {
            throw new IllegalStateException("mine");
        });
        peer.frames().text("no number").send();
        assertThat(endpoint.session.isOpen()).isTrue();
        peer.frames().text("1").send();
        assertThat(endpoint.session.isOpen()).isEqualTo(!wanted);
        assertThat(endpoint.errors).hasSize(2);
    }
}
