package dev.sheetbend.websocket.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleServerTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aBusyPortIsToldPlainlyAndEndsWithOne() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            assertThat(run("chat", "--port", String.valueOf(busy.getLocalPort())))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("Port " + busy.getLocalPort() + " is in use.")
                    .doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkers", "--port=-1", "--port=65536", "--port=http", "--prot=1"})
    void wrongArgumentsEndWithTwoAndTheUsage(String argument) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: SampleServer");
    }

    @ParameterizedTest
    @EnumSource
    void everySampleHasItsPageAndStopsTwice(Sample sample) throws Exception {
        RunningSample running = RunningSample.start(sample, "localhost", 0);
        try (running) {
            HttpResponse<String> page = get(running.uri());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(page.body()).contains("<title>Sheetbend " + sample + "</title>");
        }
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "icon.svg, image/svg+xml",
        "chat.css, text/css",
        "chat.js, text/javascript",
        "connection.js, text/javascript"
    })
    void theFilesOfAPageHaveTheirTypes(String file, String type) throws Exception {
        try (RunningSample running = RunningSample.start(Sample.CHAT, "localhost", 0)) {
            HttpResponse<String> answer = get(running.uri().resolve(file));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith(type);
        }
    }

    private int run(String... arguments) {
        return SampleServer.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
