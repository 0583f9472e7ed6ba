package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client's opening handshake is answered. */
class ServerUpgradeTest extends HandshakeFixture {
    @Test
    void aPathWithoutEndpointPassesOn() throws Exception {
        deploy(new DefaultConfigurator());
        assertThat(container.hasEndpoint("/plain/7")).isTrue();
        assertThat(container.hasEndpoint("/plain")).isFalse();
        assertRefused(ask("Sec-WebSocket-Version", "8"), 426);
    }

    @Test
    void anOriginOfAnotherHostIsRefused() throws Exception {
        deploy(new DefaultConfigurator());
        assertRefused(ask("Origin", "https://evil.test"), 403);
        accepted("Origin", "https://localhost").acceptor().abandon();
        accepted().acceptor().abandon();
    }

    @Test
    void anEndpointMayHaveOriginsOfItsOwn() throws Exception {
        userProperties.put(SheetbendProperties.ALLOWED_ORIGINS, "https://friend.test");
        deploy(new DefaultConfigurator());
        accepted("Origin", "https://friend.test").acceptor().abandon();
        assertRefused(ask("Origin", "https://localhost"), 403);
    }

    @Test
    void theFirstOfferedSubprotocolThatIsSupportedIsTaken() throws Exception {
        subprotocols.addAll(List.of("one", "two"));
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted answer = accepted("Sec-WebSocket-Protocol", "three, two, one");
        assertThat(answer.headers()).containsEntry("Sec-WebSocket-Protocol", List.of("two"));
        assertThat(open(answer).getNegotiatedSubprotocol()).isEqualTo("two");
        assertThat(open(accepted("Sec-WebSocket-Protocol", "three")).getNegotiatedSubprotocol())
                .isEmpty();
    }

    @Test
    void aHandshakeRequestThatIsKeptDoesNotReachTheNextUserOfTheHttpRequest() throws Exception {
        var kept = new ArrayList<HandshakeRequest>();
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                assertThat(request.isUserInRole("any")).isFalse();
                kept.add(request);
            }
        });
        open(accepted());
        assertThat(kept.get(0).getHeaders()).containsKey("host");
        assertThat(kept.get(0).getQueryString()).isEqualTo("a=1");
        assertThatThrownBy(() -> kept.get(0).isUserInRole("any"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is over");
    }

    @Test
    void theHandshakesHeadersAreReadOnlyAndFoundInAnyCase() throws Exception {
        var kept = new ArrayList<HandshakeRequest>();
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                kept.add(request);
                assertThat(response.getHeaders().get("SEC-WEBSOCKET-ACCEPT")).hasSize(1);
            }
        });
        open(accepted("X-Mixed", "value"));
        HandshakeRequest request = kept.get(0);
        assertThat(request.getHeaders().get("x-MIXED")).containsExactly("value");
        assertThat(request.getRequestURI()).isEqualTo(URI.create("ws://localhost/plain/7?a=1"));
        assertThatThrownBy(() -> request.getHeaders().put("X", List.of()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.getHeaders().get("X-Mixed").add("more"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.getParameterMap().put("X", List.of()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theRequestsParametersAreThoseOfTheQueryAndOfThePath() throws Exception {
        var seen = new HashMap<String, List<String>>();
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                seen.putAll(request.getParameterMap());
            }
        });
        Session made = open(accepted());
        assertThat(seen).isEqualTo(Map.of("a", List.of("1"), "id", List.of("query", "7")));
        assertThat(made.getRequestParameterMap()).isEqualTo(seen);
        assertThat(made.getPathParameters()).isEqualTo(Map.of("id", "7"));
        assertThat(made.getQueryString()).isEqualTo("a=1");
    }

    @Test
    void theLoginOfAHandshakeLearnsOfItsSessionAndWhetherThatEndsWithIt() throws Exception {
        var seen = new ArrayList<Object>();
        login = which -> {
            seen.add(which);
            return seen::add;
        };
        userProperties.put(SheetbendProperties.CLOSE_ON_LOGOUT, "always");
        deploy(new DefaultConfigurator());
        Session made = open(accepted());
        assertThat(seen).containsExactly(CloseOnLogout.ALWAYS, made);
    }

    @Test
    void theConfiguratorDecidesForOneConnectionWhetherItEndsWithTheLogin() throws Exception {
        var seen = new ArrayList<Object>();
        login = which -> {
            seen.add(which);
            return seen::add;
        };
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                sec.getUserProperties().put(SheetbendProperties.CLOSE_ON_LOGOUT, "never");
            }
        });
        accepted().acceptor().abandon();
        assertThat(seen).containsExactly(CloseOnLogout.NEVER);
    }

    @Test
    void anIllegalWordForTheEndOfALoginFailsTheDeployment() {
        userProperties.put(SheetbendProperties.CLOSE_ON_LOGOUT, "perhaps");
        assertThatThrownBy(() -> deploy(new DefaultConfigurator()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("closeOnLogout must be protected, always or never; it is 'perhaps'");
    }

    @Test
    void oneConnectionTooManyIs503UntilAPlaceIsFree() throws Exception {
        settings.put(SheetbendProperties.MAX_SESSIONS, "1");
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted coming = accepted();
        UpgradeAnswer refused = ask();
        assertRefused(refused, 503);
        assertThat(((UpgradeAnswer.Refused) refused).headers()).containsEntry("Retry-After", List.of("5"));
        coming.acceptor().abandon();
        open(accepted());
        assertRefused(ask(), 503);
        transports.get(0).end();
        accepted().acceptor().abandon();
    }

    @Test
    void aRefusedHandshakeTakesNoPlace() throws Exception {
        settings.put(SheetbendProperties.MAX_SESSIONS, "1");
        deploy(new DefaultConfigurator());
        assertRefused(ask("Origin", "https://evil.test"), 403);
        accepted().acceptor().abandon();
    }

    @Test
    void aConnectionThatIsSwitchedOverAfterTheStopIsEnded() throws Exception {
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted coming = accepted();
        container.stop();
        Session late = open(coming);
        await().until(() -> !late.isOpen());
        assertThat(transports.get(0).isAborted()).isTrue();
        assertRefused(new ServerUpgradeTestRequest(container).ask(), 503);
    }

    @Test
    void aSessionOfAConfigurationThatNobodyElseKeepsStillCounts() throws Exception {
        deploy(new DefaultConfigurator());
        Object garbage = new Object();
        var reference = new WeakReference<>(garbage);
        open((UpgradeAnswer.Accepted) new ServerUpgradeTestRequest(container).ask());
        garbage = null;
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertThat(container.sessionCount()).isEqualTo(1);
    }

    /** After its stop a container has no paths; an endpoint that is not deployed can still be asked for. */
    private record ServerUpgradeTestRequest(ServerEndpointContainer container) {
        UpgradeAnswer ask() throws Exception {
            var request = new OpeningRequest(
                    "GET",
                    "HTTP/1.1",
                    HEADERS,
                    URI.create("ws://localhost/plain/7"),
                    null,
                    Map.of(),
                    null,
                    null,
                    role -> false,
                    false,
                    false,
                    Login.NONE,
                    () -> null);
            return container.answer(
                    ServerEndpointConfig.Builder.create(Plain.class, "/other").build(), Map.of(), request);
        }
    }
}
