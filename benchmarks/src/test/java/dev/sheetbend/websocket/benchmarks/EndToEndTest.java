package dev.sheetbend.websocket.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line, as small as can be: nothing is asserted of how fast or how large anything is. */
class EndToEndTest {
    @TempDir
    Path directory;

    private final StringWriter printed = new StringWriter();

    @Test
    void everythingIsMeasuredAndWrittenDown() throws Exception {
        int exit = commandLine()
                .execute(
                        "peers",
                        "--servers=sheetbend-jetty,jetty",
                        "--rounds=1",
                        "--sizes=100,16384",
                        "--connections=2",
                        "--depth=4",
                        "--warm-up=0",
                        "--seconds=0.1",
                        "--idle-connections=4",
                        "--idle-messages=2",
                        "--settle=0",
                        "--jvm-option=-Xmx128m",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--directory=" + directory);

        assertThat(exit).as(printed.toString()).isZero();
        JsonNode results =
                new ObjectMapper().readTree(directory.resolve("peers.json").toFile());
        assertThat(results.get("memory")).hasSize(2);
        assertThat(results.get("throughput")).hasSize(2 * 2 * 2);
        assertThat(results.get("throughput"))
                .allSatisfy(
                        figure -> assertThat(figure.get("messages").asLong()).isPositive());
        assertThat(results.get("ratios")).hasSize(2 * 2);
        assertThat(Files.readString(directory.resolve("peers.md")))
                .contains("## Memory of an idle connection", "## Throughput", "## Compression")
                .containsPattern("\\| 100 \\| ping-pong \\| sheetbend-jetty \\|.*\\| jetty \\| \\d");
    }

    @Test
    void workloadsAreMeasuredOnServersAndBytesOnFloors() throws Exception {
        int exit = commandLine()
                .execute(
                        "performance",
                        "--servers=sheetbend-jetty,nio",
                        "--workloads=text-64-16,fragments-16,json-1k-deflate,broadcast-500-4,"
                                + "broadcast-500-4-shared,connect",
                        "--seconds=0.3",
                        "--warm-up=0.6",
                        "--idle-connections=4",
                        "--settle=0",
                        "--jvm-option=-Xmx128m",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--directory=" + directory);

        assertThat(exit).as(printed.toString()).isZero();
        JsonNode results = new ObjectMapper()
                .readTree(directory.resolve("performance.json").toFile());
        assertThat(results.get("cells"))
                .hasSize(6 + 3)
                .allSatisfy(cell -> assertThat(cell.get("messages").asLong()).isPositive());
        assertThat(results.get("idle")).hasSize(2);
        assertThat(results.get("failures")).isEmpty();
        assertThat(directory.resolve("performance.svg")).isNotEmptyFile();
        assertThat(Files.readString(directory.resolve("performance.md")))
                .contains("## Targets", "## Memory")
                .containsPattern("\\| broadcast-500-4-shared \\| sheetbend-jetty \\| +\\| +\\| +\\| \\d");
    }

    @Test
    void aServerThatRefusesConnectionsHasFailed() throws Exception {
        int exit = commandLine()
                .execute(
                        "performance",
                        "--servers=sheetbend-jetty",
                        "--workloads=text-64-1,broadcast-500-shared",
                        "--seconds=0.3",
                        "--warm-up=0.6",
                        "-Ddev.sheetbend.websocket.maxSessions=1",
                        "--jvm-option=-Xmx128m",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--jvm-option=-XX:+UseSerialGC",
                        "--directory=" + directory);

        assertThat(exit).as(printed.toString()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("performance.md")))
                .containsPattern("- sheetbend-jetty, broadcast-500-shared: The server did not accept: HTTP/1.1 503")
                .contains("| broadcast-500-shared | CPU, µs: 2 x uWebSockets, there | best | ≤ 2.20 | none | **no** |");
    }

    @Test
    void anUnknownWorkloadIsRefused() {
        int exit = commandLine().execute("performance", "--workloads=text-65", "--directory=" + directory);

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(printed.toString()).contains("There is no workload text-65");
    }

    @Test
    void aTextOfAnImpossibleSizeIsRefused() {
        int exit = commandLine().execute("peers", "--sizes=10", "--directory=" + directory);

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(printed.toString()).contains("A text has 90 to 65536 bytes");
    }

    @Test
    void aSettingWithoutAValueIsRefused() {
        int exit = commandLine().execute("settings", "--setting=compression", "--directory=" + directory);

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(printed.toString()).contains("A setting is name=value, not compression");
    }

    private CommandLine commandLine() {
        PrintWriter out = new PrintWriter(printed, true);
        return Benchmarks.commandLine().setOut(out).setErr(out);
    }
}
