package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.SESSION;
import static dev.sheetbend.websocket.endpoint.Refusals.assertMethodRefused;
import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Specification 4.4, 4.5 and 4.6. */
class LifecycleRulesTest {
    private static final EndpointConfig CONFIG = ServerEndpointConfig.Builder.create(Complete.class, "/")
            .configurator(new EndpointClassRulesTest.OriginOnly())
            .build();
    private static final CloseReason REASON = new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "bye");

    @ServerEndpoint("/{room}/{number}")
    public static class Complete {
        private final List<Object> seen = new ArrayList<>();

        @OnOpen
        public void open(
                @PathParam("number") long number,
                EndpointConfig config,
                @PathParam("room") String room,
                Session session) {
            seen.addAll(List.of(number, config, room, session));
        }

        @OnClose
        public int close(Session session, @PathParam("number") Integer number, CloseReason reason) {
            seen.addAll(List.of(session, number, reason));
            return 7;
        }

        @OnError
        public void error(Throwable problem, Session session) {
            seen.addAll(List.of(problem, session));
        }
    }

    @Test
    void eachMethodGetsWhatItAsksForInItsOwnOrder() throws Throwable {
        EndpointModel model = EndpointModel.server(Complete.class);
        PathArguments path = model.pathArguments(Map.of("room", "blue", "number", "12"));
        Throwable problem = new IOException("lost");
        Complete endpoint = new Complete();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, CONFIG, path);
        model.onClose().orElseThrow().invoke(endpoint, SESSION, REASON, path);
        model.onError().orElseThrow().invoke(endpoint, SESSION, problem, path);
        assertThat(endpoint.seen)
                .usingElementComparator((a, b) -> a == b || (a.getClass() == b.getClass() && a.equals(b)) ? 0 : 1)
                .containsExactly(12L, CONFIG, "blue", SESSION, SESSION, 12, REASON, problem, SESSION);
        assertThat(model.onOpen().orElseThrow())
                .hasToString(Complete.class.getName() + ".open(long, EndpointConfig, String, Session)");
    }

    @ServerEndpoint("/")
    public static class Bare {
        private int calls;

        @OnOpen
        public void open() {
            calls++;
        }

        @OnClose
        public void close() {
            calls++;
        }

        @OnError
        public void error(Throwable problem) {
            calls++;
        }
    }

    @Test
    void optionalParametersMayBeLeftOut() throws Throwable {
        EndpointModel model = EndpointModel.server(Bare.class);
        PathArguments path = model.pathArguments(Map.of());
        Bare endpoint = new Bare();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, CONFIG, path);
        model.onClose().orElseThrow().invoke(endpoint, SESSION, REASON, path);
        model.onError().orElseThrow().invoke(endpoint, SESSION, new Error(), path);
        assertThat(endpoint.calls).isEqualTo(3);
    }

    @ServerEndpoint("/")
    public static class Throwing {
        @OnOpen
        public void open() throws IOException {
            throw new IOException("from the application");
        }
    }

    @Test
    void exceptionOfTheMethodComesOutUnwrapped() throws Exception {
        EndpointModel model = EndpointModel.server(Throwing.class);
        assertThatThrownBy(() -> model.onOpen()
                        .orElseThrow()
                        .invoke(new Throwing(), SESSION, CONFIG, model.pathArguments(Map.of())))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("from the application");
    }

    @ServerEndpoint("/")
    public static class OneMethodForTwo {
        private int calls;

        @OnOpen
        @OnClose
        public void change(Session session) {
            calls++;
        }
    }

    @Test
    void oneMethodMayServeTwoAnnotations() throws Throwable {
        EndpointModel model = EndpointModel.server(OneMethodForTwo.class);
        OneMethodForTwo endpoint = new OneMethodForTwo();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, CONFIG, model.pathArguments(Map.of()));
        model.onClose().orElseThrow().invoke(endpoint, SESSION, REASON, model.pathArguments(Map.of()));
        assertThat(endpoint.calls).isEqualTo(2);
    }

    @ServerEndpoint("/")
    public static class Static {
        static final ThreadLocal<Session> OPENED = new ThreadLocal<>();

        @OnOpen
        public static void open(Session session) {
            OPENED.set(session);
        }
    }

    @Test
    void staticMethodIsCalled() throws Throwable {
        EndpointModel model = EndpointModel.server(Static.class);
        model.onOpen().orElseThrow().invoke(new Static(), SESSION, CONFIG, model.pathArguments(Map.of()));
        assertThat(Static.OPENED.get()).isSameAs(SESSION);
    }

    @ServerEndpoint("/")
    public static class TwoOpen {
        @OnOpen
        public void first() {}

        @OnOpen
        public void second(Session session) {}
    }

    @Test
    void secondOnOpenIsRefused() {
        assertMethodRefused(
                TwoOpen.class,
                "second(Session)",
                "is a second @OnOpen method, beside " + TwoOpen.class.getName() + ".first()",
                "WSC-4.4-3");
    }

    @ServerEndpoint("/")
    public static class TwoClose {
        @OnClose
        public void first() {}

        @OnClose
        public void second() {}
    }

    @Test
    void secondOnCloseIsRefused() {
        assertMethodRefused(
                TwoClose.class,
                "second()",
                "is a second @OnClose method, beside " + TwoClose.class.getName() + ".first()",
                "WSC-4.5-4");
    }

    @ServerEndpoint("/")
    public static class TwoError {
        @OnError
        public void first(Throwable problem) {}

        @OnError
        public void second(Throwable problem) {}
    }

    @Test
    void secondOnErrorIsRefused() {
        assertMethodRefused(
                TwoError.class,
                "second(Throwable)",
                "is a second @OnError method, beside " + TwoError.class.getName() + ".first(Throwable)",
                "WSC-4.6-3");
    }

    @ServerEndpoint("/")
    public static class OpenWithCloseReason {
        @OnOpen
        public void open(Session session, CloseReason reason) {}
    }

    @ServerEndpoint("/")
    public static class OpenWithServerConfig {
        @OnOpen
        public void open(ServerEndpointConfig config) {}
    }

    @Test
    void onOpenWithAnotherParameterIsRefused() {
        String rest = "; it may have a Session, the EndpointConfig and parameters with @PathParam";
        assertMethodRefused(
                OpenWithCloseReason.class,
                "open(Session, CloseReason)",
                "an @OnOpen method cannot have a parameter of type jakarta.websocket.CloseReason" + rest,
                "WSC-4.4-3");
        assertMethodRefused(
                OpenWithServerConfig.class,
                "open(ServerEndpointConfig)",
                "an @OnOpen method cannot have a parameter of type jakarta.websocket.server.ServerEndpointConfig"
                        + rest,
                "WSC-4.4-3");
    }

    @ServerEndpoint("/{x}")
    public static class CloseWithPlainString {
        @OnClose
        public void close(String x) {}
    }

    @Test
    void onCloseWithAnotherParameterIsRefused() {
        assertMethodRefused(
                CloseWithPlainString.class,
                "close(String)",
                "an @OnClose method cannot have a parameter of type java.lang.String; it may have a Session,"
                        + " the CloseReason and parameters with @PathParam",
                "WSC-4.5-4");
    }

    @ServerEndpoint("/")
    public static class ErrorWithException {
        @OnError
        public void error(Exception problem) {}
    }

    @Test
    void onErrorWithASubclassOfThrowableIsRefused() {
        assertMethodRefused(
                ErrorWithException.class,
                "error(Exception)",
                "an @OnError method cannot have a parameter of type java.lang.Exception; it may have a Session,"
                        + " the Throwable and parameters with @PathParam",
                "WSC-4.6-3");
    }

    @ServerEndpoint("/")
    public static class ErrorWithoutThrowable {
        @OnError
        public void error(Session session) {}
    }

    @Test
    void onErrorWithoutThrowableIsRefused() {
        assertMethodRefused(
                ErrorWithoutThrowable.class,
                "error(Session)",
                "an @OnError method must have a Throwable parameter",
                "WSC-4.6-3");
    }

    @ServerEndpoint("/")
    public static class TwoSessions {
        @OnOpen
        public void open(Session one, Session two) {}
    }

    @ServerEndpoint("/")
    public static class TwoReasons {
        @OnClose
        public void close(CloseReason one, CloseReason two) {}
    }

    @Test
    void repeatedParameterIsRefused() {
        assertMethodRefused(
                TwoSessions.class,
                "open(Session, Session)",
                "has more than one parameter of type Session",
                "WSC-4.4-3");
        assertMethodRefused(
                TwoReasons.class,
                "close(CloseReason, CloseReason)",
                "has more than one parameter of type CloseReason",
                "WSC-4.5-4");
    }

    @ServerEndpoint("/")
    public static class NotPublicMethod {
        @OnOpen
        void open() {}
    }

    @Test
    void methodThatIsNotPublicIsRefused() {
        assertMethodRefused(
                NotPublicMethod.class,
                "open()",
                "a method with a WebSocket annotation must be public",
                "specification 4.4 to 4.7");
    }

    @Test
    void configurationOfAPlainClassFollowsTheSameRules() {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(TwoOpen.class, "/")
                .configurator(new EndpointClassRulesTest.OriginOnly())
                .build();
        assertRefused(
                () -> EndpointModel.server(config),
                TwoOpen.class.getName() + ".second(Session): is a second @OnOpen method, beside "
                        + TwoOpen.class.getName() + ".first() (WSC-4.4-3)");
    }
}
