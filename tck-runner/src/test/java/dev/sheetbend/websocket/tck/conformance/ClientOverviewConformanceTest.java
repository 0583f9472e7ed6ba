package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.conformance.ClientEndpoints.Form;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 2, for client endpoints. */
class ClientOverviewConformanceTest extends ClientWar {
    private static final String OPEN = "open 1 true true";

    /** The peers. */
    @Deployment(testable = false)
    static WebArchive war() {
        return peers("client-overview");
    }

    @ParameterizedTest
    @EnumSource(names = {"ANNOTATED_CLASS", "ENDPOINT_CLASS"})
    void wsc_2_1_1_1_eachConnectionOfAClassHasAnInstance(Form form) throws Exception {
        connect(form);
        connect(form);

        // An instance counts its connections.
        assertThat(notes()).containsExactly(OPEN, OPEN);
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_2_1_theSessionIsTheSameAtEachEvent(Form form) throws Exception {
        Session session = connect(form);
        order(session, "hello");
        awaitNotes(OPEN, "text hello true");
        order(session, "throw it");
        awaitNotes(OPEN, "text hello true", "error IllegalArgumentException it true");
        session.close();

        awaitNotes(OPEN, "text hello true", "error IllegalArgumentException it true", "close 1000 kept true");
    }

    @Test
    void wsc_2_1_2_1_eachConnectionHasASession() throws Exception {
        Session one = connect(Form.ANNOTATED_INSTANCE);
        Session other = connect(Form.ANNOTATED_INSTANCE);

        assertThat(one).isNotSameAs(other);
        assertThat(one.getId()).isNotEqualTo(other.getId());
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_2_2_userPropertiesAreKeptUntilTheEndOfOnClose(Form form) throws Exception {
        Session session = connect(form);
        session.getUserProperties().put("mark", "changed");
        order(session, "close 1000");

        awaitNotes(OPEN, "close 1000 changed true");
    }

    @Test
    void wsc_2_1_2_3_aLaterSessionHasANewId() throws Exception {
        Session first = connect(Form.ENDPOINT_INSTANCE);
        String id = first.getId();
        first.close();
        awaitNotes(OPEN, "close 1000 kept true");

        assertThat(connect(Form.ENDPOINT_INSTANCE).getId()).isNotEqualTo(id);
    }

    @Test
    void section_2_1_2_userPropertiesBeginAsACopyOfTheConfigurations() throws Exception {
        ClientEndpointConfig config = ClientEndpoints.config();
        config.getUserProperties().put("mine", "before");
        Session one = container().connectToServer(new ClientEndpoints.Silent(), config, uri("ws", "peer"));
        one.getUserProperties().put("mine", "of one");
        Session other = container().connectToServer(new ClientEndpoints.Silent(), config, uri("ws", "peer"));

        assertThat(other.getUserProperties()).containsEntry("mine", "before");
        assertThat(config.getUserProperties()).containsExactlyEntriesOf(Map.of("mine", "before"));
    }

    @Test
    void section_2_1_2_theOpenSessionsAreThoseOfTheEndpoint() throws Exception {
        var endpoint = new ClientEndpoints.Silent();
        Session one = container().connectToServer(endpoint, ClientEndpoints.config(), uri("ws", "peer"));
        Session other = container().connectToServer(endpoint, ClientEndpoints.config(), uri("ws", "peer"));
        Session stranger = connectSilent();

        assertThat(one.getOpenSessions()).containsExactlyInAnyOrder(one, other);
        assertThat(stranger.getOpenSessions()).containsExactly(stranger);
        other.close();
        await().atMost(WAIT)
                .untilAsserted(() -> assertThat(one.getOpenSessions()).containsExactly(one));
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_3_1_thereIsOneHandlerForEachKindOfMessage(Form form) throws Exception {
        Session session = connect(form);
        order(session, "hello");
        order(session, "binary 3");
        order(session, "pong here");

        awaitNotes(OPEN, "text hello true", "binary 3 true", "pong here true");
    }

    @Test
    void wsc_2_1_3_1_aRemovedHandlerMakesRoomForAnother() throws Exception {
        Session session = connect(Form.ENDPOINT_INSTANCE);
        List.copyOf(session.getMessageHandlers()).forEach(session::removeMessageHandler);
        assertThat(session.getMessageHandlers()).isEmpty();
        session.addMessageHandler(String.class, text -> Journal.note(session, "new handler " + text));
        order(session, "hello");

        awaitNotes(OPEN, "new handler hello");
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_3_2_aSecondHandlerOfOneKindIsRefused(Form form) throws Exception {
        Session session = connect(form);

        assertThatThrownBy(() -> session.addMessageHandler(String.class, text -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.addMessageHandler(String.class, (text, last) -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.addMessageHandler(byte[].class, bytes -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.addMessageHandler(PongMessage.class, pong -> {}))
                .isInstanceOf(IllegalStateException.class);
        order(session, "hello");
        awaitNotes(OPEN, "text hello true");
    }

    @Test
    void section_2_1_3_aMessageStaysWithTheHandlerThatHasItsFirstPart() throws Exception {
        Session session = connectSilent();
        session.addMessageHandler(new Replaced(session));
        order(session, "parts abc");

        awaitNotes("old a", "old b", "old c", "new end");
    }

    /** Puts another handler into its place while a message arrives. */
    private static final class Replaced implements MessageHandler.Partial<String> {
        private final Session session;

        Replaced(Session session) {
            this.session = session;
        }

        @Override
        public void onMessage(String part, boolean last) {
            Journal.note(session, "old " + part);
            if ("a".equals(part)) {
                session.removeMessageHandler(this);
                session.addMessageHandler(String.class, text -> Journal.note(session, "new " + text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_5_1_onCloseComesWhenThePeerCloses(Form form) throws Exception {
        order(connect(form), "close 4321");

        awaitNotes(OPEN, "close 4321 kept true");
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_5_1_onCloseComesWhenTheEndpointCloses(Form form) throws Exception {
        Session session = connect(form);
        session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "enough"));

        awaitNotes(OPEN, "close 1001 kept true");
        awaitJournal("close 1001");
        await().atMost(WAIT).until(() -> !session.isOpen());
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_5_1_onCloseComesWhenTheSessionIsIdle(Form form) throws Exception {
        connect(form).setMaxIdleTimeout(50);

        awaitNotes(OPEN, "close 1006 kept true");
        awaitJournal("close 1001");
    }

    @Test
    void wsc_2_1_5_1_theIdleTimeoutOfTheContainerIsThatOfItsSessions() throws Exception {
        container().setDefaultMaxSessionIdleTimeout(60_000);
        assertThat(connectSilent().getMaxIdleTimeout()).isEqualTo(60_000);
        container().setDefaultMaxSessionIdleTimeout(50);
        connect(Form.ANNOTATED_CLASS);

        awaitNotes(OPEN, "close 1006 kept true");
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_1_5_1_onCloseComesWhenTheConnectionIsLost(Form form) throws Exception {
        order(connect(form), "abort");

        await().atMost(WAIT).untilAsserted(() -> assertThat(notes()).last().isEqualTo("close 1006 kept true"));
        assertThat(notes()).filteredOn(line -> line.startsWith("close")).hasSize(1);
    }

    @Test
    void section_2_1_7_theProviderGivesContainers() throws Exception {
        Session session = connect(Form.ANNOTATED_CLASS);

        assertThat(session.getContainer()).isSameAs(container());
        assertThat(ContainerProvider.getWebSocketContainer()).isNotSameAs(container());
    }

    @Test
    void wsc_2_2_2_1_theOpenAndTheCloseMethodAreCalled() throws Exception {
        Session session = connect(Form.ANNOTATED_CLASS);
        assertThat(notes()).containsExactly(OPEN);
        session.close();

        awaitNotes(OPEN, "close 1000 kept true");
    }

    @Test
    void wsc_2_2_3_1_theMessageMethodOfTheKindIsCalled() throws Exception {
        Session session = connect(Form.ANNOTATED_INSTANCE);
        order(session, "binary 2");
        order(session, "hello");

        awaitNotes(OPEN, "binary 2 true", "text hello true");
    }

    @Test
    void wsc_2_2_4_1_theErrorMethodLearnsOfAMessageThatCannotBeDecoded() throws Exception {
        var numbers = new Numbers();
        Session session = connect(numbers);
        order(session, "no number");
        order(session, "41");

        await().atMost(WAIT).untilAsserted(() -> assertThat(numbers.seen).containsExactly("DecodeException", "41"));
    }

    /** Wants numbers. */
    @ClientEndpoint
    public static final class Numbers {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        /** A number. */
        @OnMessage
        public void number(int number) {
            seen.add(String.valueOf(number));
        }

        /** Something else. */
        @OnError
        public void error(Throwable error) {
            seen.add(error.getClass().getSimpleName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "are you there?"})
    void wsc_2_2_5_1_aPingIsAnsweredWithItsData(String data) throws Exception {
        order(connectSilent(), "ping " + data);

        // A line of the journal has no space at its end.
        awaitJournal(("pong " + data).strip());
    }

    @ParameterizedTest
    @EnumSource
    void wsc_2_2_5_2_aPongGoesToItsMethodOrHandler(Form form) throws Exception {
        order(connect(form), "pong here");

        awaitNotes(OPEN, "pong here true");
    }
}
