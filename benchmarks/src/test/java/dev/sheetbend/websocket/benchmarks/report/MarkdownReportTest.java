package dev.sheetbend.websocket.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import dev.sheetbend.websocket.benchmarks.run.ServerKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables, from figures that can be reckoned in the head. */
class MarkdownReportTest {
    private static final Plan PLAN = new Plan(
            EnumSet.allOf(Plan.Part.class),
            2,
            Duration.ofMinutes(1),
            "permessage-deflate",
            List.of(1000),
            List.of(Plan.Load.PING_PONG),
            16,
            32,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(2),
            100,
            8,
            1024,
            Duration.ZERO,
            List.of("-Xmx1g"));

    private final Results results = Results.of(
            PLAN,
            List.of(Candidate.peer(ServerKind.SHEETBEND_JETTY, Map.of()), Candidate.peer(ServerKind.JETTY, Map.of())));

    @Test
    void aServerThatDeclinedIsToldFromOneThatAccepted() {
        results.agreements().put("jetty", "permessage-deflate");

        assertThat(MarkdownReport.of(results))
                .contains("| sheetbend-jetty |  | none |\n", "| jetty |  | `permessage-deflate` |\n");
    }

    @Test
    void memoryIsToldForEachConnection() {
        results.memory().add(memory("sheetbend-jetty", 1, 1, 2));
        results.memory().add(memory("jetty", 1, 4, 2));

        assertThat(MarkdownReport.of(results))
                .contains(
                        "| sheetbend-jetty | 3.00 | 1.00 | 2.00 | 0.00 | 0.250 | jetty | 0.50 |\n",
                        "| jetty | 6.00 | 4.00 | 2.00 | 0.00 | 0.250 |  |  |\n");
    }

    @Test
    void quotientsAreOfTheSameRound() {
        // The machine was twice as slow in the second round, which changes no quotient.
        results.throughput().add(throughput("sheetbend-jetty", 1, 1));
        results.throughput().add(throughput("jetty", 1, 4));
        results.throughput().add(throughput("sheetbend-jetty", 2, 2));
        results.throughput().add(throughput("jetty", 2, 8));

        assertThat(MarkdownReport.of(results))
                .contains(
                        "| 1000 | ping-pong | sheetbend-jetty | 1500.00 | 500 | 0.100 | 0.25 | jetty | 0.25 | 1.00 |\n",
                        "| 1000 | ping-pong | jetty | 6000.00 | 500 | 0.100 | 0.25 |  |  |  |\n");
    }

    @Test
    void theRowsOfATableHaveAsManyCellsAsItsHead() {
        results.memory().add(memory("sheetbend-jetty", 1, 1, 2));
        results.throughput().add(throughput("sheetbend-jetty", 1, 1));
        results.ratios().add(new Results.Ratio("sheetbend-jetty", 1000, 4000, 1000));

        // A table is what follows an empty line and consists of lines that begin with a bar.
        List<String> tables = Arrays.stream(MarkdownReport.of(results).split("\n(?!\\|)"))
                .filter(part -> part.startsWith("\n|"))
                .map(String::strip)
                .toList();
        assertThat(tables)
                .hasSize(4)
                .allSatisfy(table -> assertThat(table.lines().map(MarkdownReportTest::cells))
                        .hasSizeGreaterThan(2)
                        .containsOnly(cells(table.lines().findFirst().orElseThrow())));
    }

    @Test
    void compressionIsToldForEachSize() {
        results.ratios().add(new Results.Ratio("jetty", 1000, 4000, 1000));

        assertThat(MarkdownReport.of(results))
                .contains("| Server | 1000 bytes |\n", "| sheetbend-jetty |  |\n", "| jetty | 0.250 |\n");
    }

    private static int cells(String row) {
        return row.split("\\|", -1).length;
    }

    private static Results.Memory memory(String server, int round, int nativeKibi, int heapKibi) {
        return new Results.Memory(
                round, server, 100, 102_400L * nativeKibi, 102_400L * heapKibi, 51_200, -51_200, 4000, 1000);
    }

    private static Results.Throughput throughput(String server, int round, double cpuSeconds) {
        return new Results.Throughput(round, server, 1000, Plan.Load.PING_PONG, 1000, 100_000, 2, cpuSeconds, 0.5);
    }
}
