package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.LauncherProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sheetbend in an application's WEB-INF/lib and Weld on the server's class path, where Jetty 12.1 has the API of CDI. */
class CdiInWarTest {
    @Test
    void endpointsAreInjectedAndEndBeforeCdiDoes() throws Exception {
        assumeThat(Container.selected()).contains(Container.JETTY_12_1_WEBINF);
        try (LauncherProcess server = LauncherProcess.startWithCdi(Container.JETTY_12_1_WEBINF)) {
            JdkSocket first = open(server);
            first.sendText("Ann");
            assertThat(first.text()).isEqualTo("Hello Ann");
            first.socket().abort();
            await().atMost(Duration.ofSeconds(BehaviourTest.SECONDS))
                    .untilAsserted(() -> assertThat(notes(server))
                            .containsExactly("Hello and good-bye 1006", "the endpoint has ended"));
            open(server);

            server.stop();

            assertThat(notes(server).subList(2, 6))
                    .containsExactly(
                            "Hello and good-bye 1001",
                            "the endpoint has ended",
                            "the configurator has ended",
                            "the application has ended");
            assertThat(server.threads()).isEmpty();
        }
    }

    private static JdkSocket open(LauncherProcess server) throws Exception {
        var socket = new JdkSocket();
        URI uri = URI.create("ws://127.0.0.1:" + server.httpPort() + "/tck/greeting");
        socket.opened(HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, socket)
                .get(BehaviourTest.SECONDS, TimeUnit.SECONDS));
        assertThat(socket.text()).isEqualTo("Hello client");
        return socket;
    }

    /** What the application has printed. */
    private static List<String> notes(LauncherProcess server) {
        return server.log()
                .lines()
                .filter(line -> line.startsWith("CDI: "))
                .map(line -> line.substring("CDI: ".length()))
                .toList();
    }
}
