package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Javadoc of {@code Session} promises, for server and client sessions. */
class SessionMethodsTest extends InMemorySession {
    /** What a session must answer, or must not complain about, though it is closed. */
    private static final Set<String> ALWAYS = Set.of("close", "isOpen", "getId");

    /** Calls every method with some arguments; the names of those that throw, with what they throw. */
    private static Map<String, Throwable> callEveryMethod(Session session) throws IllegalAccessException {
        var thrown = new HashMap<String, Throwable>();
        for (Method method : Session.class.getMethods()) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(SessionMethodsTest::argument)
                    .toArray();
            try {
                method.invoke(session, arguments);
            } catch (InvocationTargetException e) {
                thrown.put(method.getName(), e.getCause());
            }
        }
        return thrown;
    }

    private static Object argument(Class<?> type) {
        if (type == MessageHandler.class) {
            return new MessageHandler.Whole<String>() {
                @Override
                public void onMessage(String text) {
                    // Never called.
                }
            };
        } else if (type == MessageHandler.Whole.class) {
            return (MessageHandler.Whole<String>) text -> {};
        } else if (type == MessageHandler.Partial.class) {
            return (MessageHandler.Partial<String>) (text, last) -> {};
        } else if (type == Class.class) {
            return String.class;
        } else if (type == CloseReason.class) {
            return new CloseReason(CloseCodes.NORMAL_CLOSURE, "");
        }
        return type == long.class ? (Object) 1L : (Object) 1;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyMethodButCloseThrowsOnceOnCloseHasReturned(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        session.close();
        soon().until(() -> ((WebSocketSession) session).isClosed());
        var expected = new LinkedHashSet<String>();
        for (Method method : Session.class.getMethods()) {
            if (!ALWAYS.contains(method.getName())) {
                expected.add(method.getName());
            }
        }
        Map<String, Throwable> thrown = callEveryMethod(session);
        assertThat(thrown.keySet()).isEqualTo(expected);
        assertThat(thrown.values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(session.getId()));
        assertThat(session.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everythingMayBeAskedInOnClose(Role role) throws Exception {
        var asked = new ArrayList<Object>();
        endpoint.onClose = session -> {
            asked.add(session.getUserProperties().get("kept"));
            asked.add(session.getRequestURI().toString());
            asked.add(session.getMaxIdleTimeout());
            asked.add(session.getProtocolVersion());
            asked.add(session.getOpenSessions());
            asked.add(session.isOpen());
            session.getBasicRemote();
            session.getAsyncRemote();
        };
        peer.open(role, endpoint);
        endpoint.session.getUserProperties().put("kept", "value");
        endpoint.session.setMaxIdleTimeout(50_000);
        endpoint.session.close();
        soon().until(() -> ((WebSocketSession) endpoint.session).isClosed());
        assertThat(asked).containsExactly("value", "ws://localhost/harness", 50_000L, "13", Set.of(), false);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everythingMayBeAskedInTheHandlerThatClosed(Role role) throws Exception {
        var asked = new ArrayList<Object>();
        endpoint.onOpen = session -> session.addMessageHandler(String.class, text -> {
            try {
                session.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            asked.add(session.getId());
            asked.add(session.getUserProperties());
        });
        peer.open(role, endpoint);
        peer.frames().text("a").send();
        assertThat(asked).containsExactly(endpoint.session.getId(), Map.of());
        endpoint.awaitEvents("close 1000");
    }

    @Test
    void idsAreUnique() throws Exception {
        var ids = new LinkedHashSet<String>();
        endpoint.onOpen = session -> ids.add(session.getId());
        peer.open(Role.SERVER, endpoint);
        var transports = new ArrayList<FakeTransport>();
        for (int i = 0; i < 20; i++) {
            var transport = new FakeTransport();
            transports.add(transport);
            peer.connect("/harness", transport);
        }
        assertThat(ids).hasSize(21);
        transports.forEach(transport -> transport.end(null));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theOpenSessionsAreACopyThatIncludesThisOne(Role role) throws Exception {
        peer.open(role, endpoint);
        Set<Session> open = endpoint.session.getOpenSessions();
        assertThat(open).containsExactly(endpoint.session);
        endpoint.session.close();
        assertThat(open).containsExactly(endpoint.session);
        assertThat(endpoint.session.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theHandlersAreACopyThatCannotBeChanged(Role role) throws Exception {
        MessageHandler.Whole<String> handler = text -> {};
        peer.open(role, endpoint);
        assertThat(endpoint.session.getMessageHandlers()).isEmpty();
        endpoint.session.addMessageHandler(String.class, handler);
        Set<MessageHandler> handlers = endpoint.session.getMessageHandlers();
        assertThat(handlers).containsExactly(handler);
        assertThatThrownBy(handlers::clear).isInstanceOf(UnsupportedOperationException.class);
        endpoint.session.removeMessageHandler(handler);
        assertThat(handlers).hasSize(1);
        assertThat(endpoint.session.getMessageHandlers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void parametersCannotBeChangedAndUserPropertiesCan(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        assertThatThrownBy(() -> session.getRequestParameterMap().put("a", List.of()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> session.getPathParameters().put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
        session.getUserProperties().put("mine", 1);
        assertThat(session.getUserProperties()).containsEntry("mine", 1).doesNotContainKey("yours");
        session.getUserProperties().remove("mine");
        assertThat(session.getUserProperties()).isEmpty();
        assertThat(session.getContainer()).isSameAs(peer.container);
    }

    @Test
    void theSessionsOfAnotherEndpointAreNotAmongThem() throws Exception {
        peer.open(Role.SERVER, endpoint);
        var others = new ArrayList<Session>();
        peer.container.addEndpoint(ServerEndpointConfig.Builder.create(RecordingEndpoint.class, "/other")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        var other = new RecordingEndpoint();
                        other.onOpen = others::add;
                        return type.cast(other);
                    }
                })
                .build());
        var transport = new FakeTransport();
        peer.connect("/other", transport);
        assertThat(endpoint.session.getOpenSessions()).containsExactly(endpoint.session);
        assertThat(others.get(0).getOpenSessions()).containsExactlyElementsOf(others);
        transport.end(null);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSessionBeginsWithWhatIsSetForItsContainer(Role role) throws Exception {
        peer.preparation = container -> {
            container.setDefaultMaxTextMessageBufferSize(11);
            container.setDefaultMaxBinaryMessageBufferSize(12);
            container.setDefaultMaxSessionIdleTimeout(1_300_000);
            container.setAsyncSendTimeout(1_400_000);
        };
        peer.open(role, endpoint);
        Session session = endpoint.session;
        peer.container.setDefaultMaxTextMessageBufferSize(99);
        peer.container.setAsyncSendTimeout(99);
        assertThat(session.getMaxTextMessageBufferSize()).isEqualTo(11);
        assertThat(session.getMaxBinaryMessageBufferSize()).isEqualTo(12);
        assertThat(session.getMaxIdleTimeout()).isEqualTo(1_300_000);
        assertThat(session.getAsyncRemote().getSendTimeout()).isEqualTo(1_400_000);
    }

    // Idle timeout

    @ParameterizedTest
    @EnumSource(Role.class)
    void anIdleTimeoutThatIsSetEndsTheSession(Role role) throws Exception {
        peer.open(role, endpoint);
        endpoint.session.setMaxIdleTimeout(20);
        endpoint.awaitEvents("close 1006");
        assertThat(peer.received()).containsExactly("close:1001:Idle timeout.");
    }

    @ParameterizedTest
    @CsvSource({"SERVER, 0", "SERVER, -1", "CLIENT, 0", "CLIENT, -1"})
    void anIdleTimeoutOfZeroOrLessIsNone(Role role, long none) throws Exception {
        peer.with(SheetbendProperties.IDLE_TIMEOUT, 3_600_000).open(role, endpoint);
        assertThat(endpoint.session.getMaxIdleTimeout()).isEqualTo(3_600_000);
        endpoint.session.setMaxIdleTimeout(none);
        assertThat(endpoint.session.getMaxIdleTimeout()).isEqualTo(none);
        // Nothing is left with the timer that could end it.
        assertThat(peer.scheduledTasks()).isZero();
        endpoint.session.setMaxIdleTimeout(3_600_000);
        assertThat(peer.scheduledTasks()).isOne();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anIdleTimeoutThatIsSetWhileTheSessionClosesIsNotTimed(Role role) throws Exception {
        endpoint.onClose = session -> {
            session.setMaxIdleTimeout(3_600_000);
            endpoint.events.add("idle timeout " + session.getMaxIdleTimeout());
        };
        peer.open(role, endpoint);
        endpoint.session.close();
        endpoint.awaitEvents("close 1000", "idle timeout 3600000");
        // The one task is the closing handshake's.
        assertThat(peer.scheduledTasks()).isOne();
    }

    // Sizes

    @ParameterizedTest
    @EnumSource(Role.class)
    void sizesBeginWithTheContainersAndHoldFromTheNextMessageOn(Role role) throws Exception {
        endpoint.onOpen = session -> session.addMessageHandler(String.class, text -> {
            endpoint.events.add(text);
            session.setMaxTextMessageBufferSize(2);
        });
        peer.with(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 10)
                .with(SheetbendProperties.MAX_BINARY_MESSAGE_SIZE, 20)
                .open(role, endpoint);
        assertThat(endpoint.session.getMaxTextMessageBufferSize()).isEqualTo(10);
        assertThat(endpoint.session.getMaxBinaryMessageBufferSize()).isEqualTo(20);
        peer.frames().text("0123456789").text("ab").text("abc").send();
        endpoint.awaitEvents("0123456789", "ab", "close 1009");
        assertThat(endpoint.session.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSizeThatIsSetDuringAMessageDoesNotCutIt(Role role) throws Exception {
        endpoint.onOpen = session -> session.addMessageHandler(
                byte[].class, (MessageHandler.Whole<byte[]>) bytes -> endpoint.events.add("bytes " + bytes.length));
        peer.open(role, endpoint);
        peer.frames().binary(new byte[10], false).send();
        endpoint.session.setMaxBinaryMessageBufferSize(5);
        peer.frames().binary(new byte[10], true).binary(new byte[6], true).send();
        endpoint.awaitEvents("bytes 20", "close 1009");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSizeOfZeroLetsEmptyMessagesPass(Role role) throws Exception {
        endpoint.onOpen =
                session -> session.addMessageHandler(String.class, text -> endpoint.events.add("[" + text + "]"));
        peer.open(role, endpoint);
        endpoint.session.setMaxTextMessageBufferSize(0);
        peer.frames().text("").text("x").send();
        endpoint.awaitEvents("[]", "close 1009");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aNegativeSizeIsRefused(Role role) throws Exception {
        peer.open(role, endpoint);
        assertThatThrownBy(() -> endpoint.session.setMaxTextMessageBufferSize(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoint.session.setMaxBinaryMessageBufferSize(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
