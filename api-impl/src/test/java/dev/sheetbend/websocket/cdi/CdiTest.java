package dev.sheetbend.websocket.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server endpoints, their configurators and their coders, made by CDI (WSC-7.1.1-1). */
@Timeout(60)
class CdiTest {
    private Application application;

    @BeforeEach
    void start() throws Exception {
        application = Application.withCdi();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        application.close();
    }

    @Test
    void endpointConfiguratorAndCodersAreInjected() throws Exception {
        Session session = application.connect("/chat");
        Journal.awaitEvent("got Hello helped");
        session.getBasicRemote().sendText("a");

        Journal.awaitEvent("got a, decoder helped12, encoder helped");
        assertThat(Journal.events()).contains("configurator helped");
    }

    @Test
    void interceptorsSeeMessagesAndWhatTheyLeadTo() throws Exception {
        Session session = application.connect("/chat");
        session.getBasicRemote().sendText("a");
        Journal.awaitEvent("after message");
        session.getBasicRemote().sendText("fail");

        Journal.awaitEvent("onError as told");
        assertThat(Journal.events()).containsSubsequence("helped before message", "message threw as told");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aClassThatIsNoBeanIsInjectedAndInterceptedToo() throws Exception {
        Session session = application.connect("/stranger");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Hello Ann");
        session.close();

        Journal.awaitEvent("stranger ended");
        assertThat(Journal.events()).containsSubsequence("helped before message", "after message");
    }

    @Test
    void anEndpointWithoutAnnotationsIsInjectedAndIntercepted() throws Exception {
        Session session = application.connect("/programmatic");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Hello Ann");
        session.close();

        Journal.awaitEvent("programmatic ended");
        assertThat(Journal.events()).containsSubsequence("helped before onOpen", "after onOpen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer closes", "endpoint closes", "connection breaks", "application stops"})
    void everythingEndsWithTheConnectionHoweverItEnds(String how) throws Exception {
        Session session = application.connect("/chat");
        int before = Beans.HELPERS.get();
        switch (how) {
            case "peer closes" -> session.close();
            case "endpoint closes" -> session.getBasicRemote().sendText("close");
            case "connection breaks" -> ((SheetbendSession) session).abort();
            default -> application.server.stop();
        }

        Journal.awaitEvent("chat ended");
        // Of the endpoint, its interceptor, its encoder and its decoder; the configurator keeps its own.
        int left = how.equals("application stops") ? 0 : before - 4;
        await().atMost(Duration.ofSeconds(20)).until(() -> Beans.HELPERS.get() == left);
        assertThat(Journal.events())
                .containsSubsequence("encoder.destroy", "decoder ended", "encoder ended", "chat ended")
                .doesNotHaveDuplicates();
    }

    @Test
    void anEndpointThatFailsToOpenEndsWithItsConnection() throws Exception {
        Session session = application.connect("/fails");
        Journal.awaitEvent("No, helped to fail.");
        session.close();

        Journal.awaitEvent("failing endpoint ended");
    }

    @Test
    void whatWasMadeForAHandshakeThatFailsIsDestroyed() {
        assertThatThrownBy(() -> application.connect("/refused"))
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(500));

        assertThat(Journal.events()).containsExactly("failing encoder ended", "refused endpoint ended");
    }

    @Test
    void whatWasMadeForAnEndpointThatIsNotMadeIsDestroyed() {
        assertThatThrownBy(() -> application.connect("/unmade")).isInstanceOf(HandshakeException.class);

        assertThat(Beans.HELPERS.get()).isEqualTo(1); // the configurator's
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "single"})
    void aBeanOfTheApplicationIsOneForAllConnections(String name) throws Exception {
        Session first = application.connect("/" + name);
        first.getBasicRemote().sendText("Ann");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Journal.events().stream().anyMatch(event -> event.startsWith("got")));
        first.close();
        Session second = application.connect("/" + name);
        second.getBasicRemote().sendText("Ann");

        await().atMost(Duration.ofSeconds(20)).until(() -> Journal.events().size() >= 2);
        List<String> events = Journal.events();
        assertThat(events.get(0)).startsWith("got ").contains("Hello ");
        assertThat(events).hasSize(2).allMatch(events.get(0)::equals);
        assertThat(Journal.events()).doesNotContain(name + " ended");
        application.client.close();
        application.server.stop();
        application.stopCdi();
        assertThat(Journal.count(name + " ended")).isEqualTo(1);
    }

    @Test
    void aBeanOfARequestLivesAsLongAsItsConnection() throws Exception {
        Session session = application.connect("/request");
        session.getBasicRemote().sendText("a");
        session.getBasicRemote().sendText("b");
        Journal.awaitEvent("got 2");
        session.close();

        Journal.awaitEvent("endpoint of a request ended");
        assertThat(Journal.count("endpoint of a request ended")).isEqualTo(1);
    }

    @Test
    void eachCallIsARequestOfItsOwn() throws Exception {
        Session session = application.connect("/chat");
        session.getBasicRemote().sendText("a");
        session.getBasicRemote().sendText("b");

        Journal.awaitEvent("got b, decoder helped12, encoder helped");
        await().atMost(Duration.ofSeconds(20)).until(() -> Journal.count("call ended after 2") == 2);
        assertThat(Journal.events()).contains("got a, decoder helped12, encoder helped");
    }

    @Test
    void aConfiguratorEndsWithTheDeployment() throws Exception {
        application.connect("/chat").close();
        application.connect("/chat").close();
        assertThat(Journal.events()).doesNotContain("configurator ended");
        application.server.stop();

        assertThat(Journal.count("configurator ended")).isEqualTo(1);
    }

    @Test
    void aConfiguratorThatAsksForThePlatformsInstanceGetsAnInjectedOne() throws Exception {
        Session session = application.connect("/wrapped");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Hello Ann");
        session.close();

        Journal.awaitEvent("stranger ended");
        assertThat(Journal.events()).contains("wrapping true", "helped before message");
    }

    @Test
    void aConfiguratorsOwnInstanceIsItsOwnAffair() throws Exception {
        Session session = application.connect("/own");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Ann without");
        application.close();

        assertThat(Journal.events()).doesNotContain("own ended");
    }
}
