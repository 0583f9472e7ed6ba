package dev.sheetbend.websocket.tck.malformed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.TestTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** Malformed input to every container; after each entry neither a session nor a buffer is left. */
@AgainstEveryContainer
class MalformedInputAgainstEveryContainerTest extends MalformedInputTest {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TestTls.trusting())
            .build();

    private final ServerUnderTest server;

    MalformedInputAgainstEveryContainerTest(ServerUnderTest server) {
        this.server = server;
    }

    @Override
    URI serverUri() {
        return server.endpoint("/echo");
    }

    @Override
    URI deflateUri() {
        return server.endpoint("/deflate/both-15-15");
    }

    @Override
    SSLContext tls() {
        return TestTls.trusting();
    }

    /** Threads that wait for work may stay for a while; hundreds of connections have come and gone. */
    @AfterParameterizedClassInvocation
    static void noConnectionHasKeptAThread(ServerUnderTest server) {
        assertThat(server.process().threads()).hasSizeLessThan(20);
    }

    @AfterEach
    void leavesNoSessionAndNoBuffer() {
        HttpRequest state =
                HttpRequest.newBuilder(server.page("/control/state")).build();
        await().atMost(timeout())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(HTTP.send(state, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("sessions=0 buffers=0"));
    }
}
