package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sheetbend.websocket.tck.ServerProcess;
import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our jar on the class path of an embedded server with a WebSocket of its own: who serves, and what is said of it. */
class BesideForeignServersTest {
    private static final int SECONDS = 30;
    private static final String OURS = "dev.sheetbend.";

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, Tomcat's own WebSocket, tomcat-embed-websocket, org.apache.tomcat.",
        "JETTY, Jetty's own WebSocket, ee11-websocket-jakarta, org.eclipse.jetty.",
        "UNDERTOW, Undertow's own WebSocket, undertow-websockets-jsr, io.undertow."
    })
    void theServersOwnServesAndOneLineSaysHowToChangeThat(
            ForeignServer server, String name, String remedy, String whose) throws Exception {
        assumeThat(ForeignServer.selected()).contains(server);
        List<String> initializers =
                server.initializer().isEmpty() ? List.of(OURS) : List.of(server.initializer(), OURS);
        try (ServerProcess process = start(server, initializers)) {
            assertThat(who(process)).startsWith(whose);
            assertThat(lines(process))
                    .singleElement()
                    .asString()
                    .contains("Sheetbend is not active in the application '/tck': " + name + " (" + whose, remedy);
            assertThat(process.threads()).isEmpty();
        }
    }

    @Test
    void oneThatComesLaterIsNamedToo() throws Exception {
        assumeThat(ForeignServer.selected()).contains(ForeignServer.TOMCAT);
        try (ServerProcess process = start(ForeignServer.TOMCAT, List.of(OURS, ForeignServer.TOMCAT.initializer()))) {
            assertThat(lines(process))
                    .filteredOn(line -> line.contains("WARNING"))
                    .singleElement()
                    .asString()
                    .contains("Sheetbend is not alone in the application '/tck': Tomcat's own WebSocket (");
        }
    }

    private static ServerProcess start(ForeignServer server, List<String> initializers) {
        Path directory = TestFiles.newDirectory("beside-" + server);
        String libraries = TestFiles.BASE.resolve("containers").resolve(server.library()) + "/target/lib/*";
        String ours = TestFiles.dropIn().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // So that every entry is one line.
                "-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n",
                "-cp",
                String.join(File.pathSeparator, TestFiles.TEST_CLASSES.toString(), libraries, ours),
                server.launcher(),
                "--endpoints=" + WhoEndpoint.class.getName(),
                "--pages=" + TestFiles.PAGES,
                "--keystore=" + TestTls.keystore(),
                "--scratch=" + directory,
                "--initializer=" + String.join(",", initializers)));
        return ServerProcess.start(server.toString(), command, directory);
    }

    private static String who(ServerProcess process) throws Exception {
        var socket = new JdkSocket();
        URI uri = URI.create("ws://127.0.0.1:" + process.httpPort() + "/tck/who");
        socket.opened(HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, socket)
                .get(SECONDS, TimeUnit.SECONDS));
        socket.sendText("who");
        String who = socket.text();
        socket.socket().abort();
        return who;
    }

    private static List<String> lines(ServerProcess process) {
        return process.log().lines().filter(line -> line.contains("Sheetbend ")).toList();
    }
}
