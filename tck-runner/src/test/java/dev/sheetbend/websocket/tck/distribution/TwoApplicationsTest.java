package dev.sheetbend.websocket.tck.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two applications with a copy of our jar each. Tomcat's API keeps the default configurator of the one that has started
 * first, for both of them.
 */
@Tag("distributions")
class TwoApplicationsTest {
    private static final String LABEL = "tomcat-11-zip-webinf";
    private static final String SECOND = "/second";
    private static final Duration WAIT = Duration.ofSeconds(60);

    /** The configuration of this endpoint is built without a configurator. */
    private static final String ENDPOINT = "/programmatic/x";

    @Test
    void theSecondServesOnWhenTheFirstIsGone() throws Exception {
        Optional<Container> selected = Container.selected().stream()
                .filter(container -> container.toString().equals(LABEL))
                .findFirst();
        assumeTrue(selected.isPresent(), LABEL + " is not selected");
        var tomcat = (TomcatDistribution) Distributions.labelled(LABEL);
        try (DistributionProcess server = tomcat.start(LABEL + "-two")) {
            tomcat.deploy(server, SECOND);
            assertAnswersByItsOwnRules(server);

            tomcat.undeploy(server);

            server.awaitNoPage(server.contextPath() + "/index.html");
            assertAnswersByItsOwnRules(server);
        }
    }

    private static void assertAnswersByItsOwnRules(DistributionProcess server) throws IOException {
        String own = "http://127.0.0.1:" + server.httpPort();
        assertThat(status(server)).isEqualTo(101);
        assertThat(status(server, "Origin: " + own)).isEqualTo(101);
        assertThat(status(server, "Origin: http://example.com")).isEqualTo(403);
    }

    private static int status(DistributionProcess server, String... headers) throws IOException {
        URI uri = URI.create("ws://127.0.0.1:" + server.httpPort() + SECOND + ENDPOINT);
        try (RawWebSocketClient client = RawWebSocketClient.connect(uri, WAIT)) {
            return client.handshake(headers).status();
        }
    }
}
