package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.container.CloseOnLogout;
import dev.sheetbend.websocket.container.Login;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Logins that end while a handshake is under way, and what is forgotten; the rest is in {@link LoginEndTest}. */
class LoginWatchTest {
    private final LoginWatch watch = new LoginWatch(Runnable::run);
    private final HttpSessionStub httpSession = new HttpSessionStub();

    /** An HTTP session whose identifier and validity a test changes. */
    private static final class HttpSessionStub {
        private String id = "first";
        private boolean valid = true;
        private final HttpSession session =
                proxy(HttpSession.class, (self, method, arguments) -> switch (method.getName()) {
                    case "getId" -> id;
                    case "getCreationTime" -> {
                        if (!valid) {
                            throw new IllegalStateException("ended");
                        }
                        yield 0L;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A connection that keeps the codes that it is closed with. */
    private static final class Connection {
        private final List<Integer> codes = new ArrayList<>();
        private final Session session = proxy(Session.class, (self, method, arguments) -> switch (method.getName()) {
            case "isOpen" -> codes.isEmpty();
            case "close" -> {
                codes.add(((CloseReason) arguments[0]).getCloseCode().getCode());
                yield null;
            }
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    @Test
    void aLogoutDuringTheHandshakeClosesTheConnectionWhenItHasOpened() {
        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);

        watch.loggedOut(httpSession.session, () -> "ann");

        assertThat(codesAfter(opening)).containsExactly(1008);
    }

    @Test
    void aLogoutOfAnotherUserOfTheHttpSessionDoesNot() {
        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);

        watch.loggedOut(httpSession.session, () -> "bob");

        assertThat(codesAfter(opening)).isEmpty();
    }

    @Test
    void theEndOfTheHttpSessionDuringTheHandshakeClosesTheConnectionWhenItHasOpened() {
        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);

        watch.sessionDestroyed(new HttpSessionEvent(httpSession.session));

        assertThat(codesAfter(opening)).containsExactly(1008);
    }

    @Test
    void anHttpSessionThatHasEndedBeforeTheHandshakeCloses() {
        watch.sessionDestroyed(new HttpSessionEvent(httpSession.session));
        assertThat(codesAfter(accepted("ann", CloseOnLogout.ALWAYS))).containsExactly(1008);

        httpSession.id = "second";
        httpSession.valid = false;
        assertThat(codesAfter(accepted("ann", CloseOnLogout.ALWAYS))).containsExactly(1008);
    }

    @Test
    void aNewIdentifierDuringTheHandshakeIsFollowed() {
        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);
        var connection = new Connection();

        httpSession.id = "second";
        watch.sessionIdChanged(new HttpSessionEvent(httpSession.session), "first");
        opening.accept(connection.session);
        assertThat(connection.codes).isEmpty();
        watch.loggedOut(httpSession.session, () -> "ann");

        assertThat(connection.codes).containsExactly(1008);
    }

    @Test
    void whatNeverClosesIsNotWatched() {
        Consumer<Session> opening = accepted("ann", CloseOnLogout.NEVER);

        assertThat(watch.isWatching()).isFalse();
        watch.sessionDestroyed(new HttpSessionEvent(httpSession.session));
        assertThat(codesAfter(opening)).isEmpty();
    }

    @Test
    void anIdentifierThatIsInUseAgainClosesNothing() {
        watch.sessionDestroyed(new HttpSessionEvent(httpSession.session));
        watch.sessionCreated(new HttpSessionEvent(httpSession.session));

        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);

        assertThat(codesAfter(opening)).isEmpty();
        assertThat(watch.isWatching(httpSession.session)).isTrue();
    }

    @Test
    void anHttpSessionThatTakesAFormerIdentifierClosesNothing() {
        watch.sessionDestroyed(new HttpSessionEvent(httpSession.session));
        httpSession.id = "second";
        Consumer<Session> opening = accepted("ann", CloseOnLogout.ALWAYS);

        httpSession.id = "first";
        watch.sessionIdChanged(new HttpSessionEvent(httpSession.session), "second");

        assertThat(codesAfter(opening)).isEmpty();
        assertThat(codesAfter(accepted("ann", CloseOnLogout.ALWAYS))).isEmpty();
    }

    @Test
    void aHandshakeThatIsNotAcceptedIsForgotten() {
        Login login = login("ann");
        assertThat(watch.isWatching()).isTrue();

        login.decided();

        assertThat(watch.isWatching()).isFalse();
    }

    @Test
    void aConnectionThatHasClosedIsForgotten() {
        var connection = new Connection();
        accepted("ann", CloseOnLogout.ALWAYS).accept(connection.session);
        assertThat(watch.isWatching(httpSession.session)).isTrue();

        connection.codes.add(1000);

        assertThat(watch.isWatching(httpSession.session)).isFalse();
        assertThat(watch.isWatching()).isFalse();
    }

    private static List<Integer> codesAfter(Consumer<Session> opening) {
        var connection = new Connection();
        opening.accept(connection.session);
        return connection.codes;
    }

    private Consumer<Session> accepted(String name, CloseOnLogout which) {
        Login login = login(name);
        Consumer<Session> opening = login.accepted(which);
        login.decided();
        return opening;
    }

    private Login login(String name) {
        Principal user = () -> name;
        return watch.of(proxy(HttpServletRequest.class, (self, method, arguments) -> switch (method.getName()) {
            case "getUserPrincipal" -> user;
            case "getSession" -> httpSession.session;
            default -> throw new UnsupportedOperationException(method.getName());
        }));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
