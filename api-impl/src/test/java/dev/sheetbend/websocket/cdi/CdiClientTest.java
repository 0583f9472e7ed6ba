package dev.sheetbend.websocket.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.Session;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client endpoints, their configurators and their coders, made by CDI. */
@Timeout(60)
class CdiClientTest {
    private Application application;

    @BeforeEach
    void start() throws Exception {
        application = Application.withCdi();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        application.close();
    }

    private URI stranger() {
        return application.socket.uri("/stranger");
    }

    @Test
    void endpointConfiguratorAndCodersAreInjectedAndIntercepted() throws Exception {
        Session session = application.client.connectToServer(ClientEndpoints.Caller.class, stranger());
        session.getBasicRemote().sendObject(new Coders.Word("I"));

        Journal.awaitEvent("Hello Hello I, encoder helped, decoder helped");
        assertThat(Journal.events()).contains("beforeRequest helped");
        Journal.awaitEvent("after message");
    }

    @Test
    void anEndpointClassIsInjectedAndIntercepted() throws Exception {
        Session session = application.client.connectToServer(ClientEndpoints.Programmatic.class, null, stranger());
        assertThat(Journal.events()).containsExactly("helped before onOpen", "after onOpen");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("Hello Hello Ann");
        session.close();

        Journal.awaitEvent("programmatic client ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "server", "container"})
    void everythingEndsWithTheConnectionHoweverItEnds(String how) throws Exception {
        Session session = application.client.connectToServer(ClientEndpoints.Caller.class, stranger());
        switch (how) {
            case "close" -> session.close();
            case "abort" -> ((SheetbendSession) session).abort();
            case "server" -> application.server.stop();
            default -> application.client.close();
        }

        Journal.awaitEvent("caller's configurator ended");
        assertThat(Journal.events())
                .filteredOn(event -> !event.equals("stranger ended"))
                .startsWith("beforeRequest helped")
                .containsSubsequence(
                        "encoder.destroy",
                        "decoder ended",
                        "encoder ended",
                        "caller ended",
                        "caller's configurator ended")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasMadeForAConnectionThatIsRefusedIsDestroyed() {
        URI nowhere = application.socket.uri("/nowhere");
        assertThatThrownBy(() -> application.client.connectToServer(ClientEndpoints.Caller.class, nowhere))
                .isInstanceOf(HandshakeException.class);

        assertThat(Journal.events())
                .contains("caller ended", "caller's configurator ended", "encoder ended", "decoder ended");
        assertThat(Beans.HELPERS.get()).isEqualTo(1); // of the server's configurator
    }

    @Test
    void anInstanceOfTheApplicationIsNeitherInjectedNorDestroyed() throws Exception {
        Session session = application.connect("/stranger");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Hello Ann");
        session.close();

        Journal.awaitEvent("stranger ended");
        assertThat(Journal.events()).doesNotContain("listener ended");
    }

    @Test
    void aBeansProxyCanBeConnectedAndItsCodersAreInjected() throws Exception {
        ClientEndpoints.Self self = application.bean(ClientEndpoints.Self.class);
        assertThat(self.getClass()).isNotEqualTo(ClientEndpoints.Self.class);
        Session session = application.client.connectToServer(self, stranger());
        session.getBasicRemote().sendObject(new Coders.Word("I"));

        Journal.awaitEvent("got Hello I, encoder helped");
        session.close();
        Journal.awaitEvent("encoder ended");
        assertThat(Journal.events()).doesNotContain("listener ended");
    }
}
