package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Specification, 7.2, as far as the opening handshake goes. */
class HttpSessionConformanceTest extends DeployedWar {
    /** The endpoint, a servlet that starts HTTP sessions, and a filter that logs in. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("http-session", HttpSessionEndpoints.class);
    }

    @Test
    void wsc_7_2_1_theHandshakeKnowsTheHttpSessionOfTheClient() throws Exception {
        HttpResponse<String> page = response("session");
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];

        assertThat(ask(jdk("remember", "Cookie", cookie), "session")).isEqualTo(page.body());
    }

    @Test
    void wsc_7_2_1_aClientWithoutHttpSessionGetsNone() throws Exception {
        assertThat(ask("remember", "session")).isEqualTo("none");
    }

    @Test
    void wsc_7_2_2_theUserOfTheHandshakeIsTheUserOfTheSession() throws Exception {
        JdkSocket socket = jdk("remember", "X-Login", "ann");

        assertThat(ask(socket, "user")).isEqualTo("ann");
        assertThat(ask(socket, "user now")).isEqualTo("ann");
        assertThat(ask(socket, "same user")).isEqualTo("true");
    }

    @Test
    void wsc_7_2_2_withoutALoginThereIsNoUser() throws Exception {
        JdkSocket socket = jdk("remember");

        assertThat(ask(socket, "user")).isEqualTo("none");
        assertThat(ask(socket, "user now")).isEqualTo("none");
    }
}
