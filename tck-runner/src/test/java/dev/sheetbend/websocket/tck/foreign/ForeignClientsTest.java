package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.ServersOfOneTest;
import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that are not ours against our servers, with compression: each is one process that talks to all of them, checks
 * what was negotiated and every message that comes back, and says {@code done}.
 */
@ExtendWith(ServersOfOneTest.class)
class ForeignClientsTest {
    private static final int SECONDS = 120;

    @Test
    void theWsPackageCompresses(List<ServerUnderTest> servers) throws Exception {
        assumeSelected(ForeignServer.NODE, servers);
        run(NodePrograms.command("client.mjs", applications(servers)));
    }

    @Test
    void chromiumCompresses(List<ServerUnderTest> servers) throws Exception {
        assumeSelected(ForeignServer.NODE, servers);
        String browser = NodePrograms.need(
                "Chromium (Debian: apt-get install chromium)", "chromium", "chromium-browser", "google-chrome");
        List<String> command = new ArrayList<>(NodePrograms.command("browser.mjs", browser));
        servers.forEach(server -> command.add(server.page("").toString()));
        run(command);
    }

    @ParameterizedTest
    @EnumSource(names = {"JETTY", "TOMCAT"})
    void aClientOfAnotherContainerCompresses(ForeignServer client, List<ServerUnderTest> servers) throws Exception {
        assumeSelected(client, servers);
        List<String> args = new ArrayList<>(List.of(TestTls.keystore().toString()));
        args.addAll(List.of(applications(servers)));
        run(ForeignProcesses.java(client, ForeignClientMain.class.getName(), args.toArray(String[]::new)));
    }

    /** By the property of the servers: who leaves out the peers on Node, say, leaves out what needs it. */
    private static void assumeSelected(ForeignServer peer, List<ServerUnderTest> servers) {
        assumeTrue(ForeignServer.selected().contains(peer), peer + " is not selected");
        assumeFalse(servers.isEmpty(), "None of the containers is selected");
    }

    private static String[] applications(List<ServerUnderTest> servers) {
        return servers.stream().map(server -> server.endpoint("").toString()).toArray(String[]::new);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = TestFiles.newDirectory("client").resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertThat(ended).as("Ended within %d s:%n%s", SECONDS, text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            assertThat(text.lines()).as(text).last().isEqualTo("done");
        } finally {
            // A browser's own processes too.
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
    }
}
