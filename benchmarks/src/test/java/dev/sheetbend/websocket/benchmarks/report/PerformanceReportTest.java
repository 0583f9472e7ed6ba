package dev.sheetbend.websocket.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the workloads, from figures that can be reckoned in the head. */
class PerformanceReportTest {
    @TempDir
    Path directory;

    private final Performance results = Performance.of(List.of(
            new Performance.Work("text-64", "short texts"),
            new Performance.Work("text-64-16-async", "many of them"),
            new Performance.Work("json-1k-deflate", "compressed texts"),
            new Performance.Work("broadcast-500-4", "texts for many"),
            new Performance.Work("broadcast-500-4-shared", "the same by other means")));

    PerformanceReportTest() {
        results.servers()
                .add(new Performance.Server("sheetbend-jetty", "Jetty/12", "jetty", true, "jetty", "raw-jetty"));
        results.servers().add(new Performance.Server("jetty", "Jetty/12", "jetty", false, "", "raw-jetty"));
        results.servers().add(new Performance.Server("netty", "Netty/4", "netty", false, "", "nio"));
    }

    @Test
    void aTargetStandsBesideWhatWasReached() {
        cell(1, "text-64", "sheetbend-jetty", 8);
        cell(1, "text-64", "jetty", 10);
        cell(1, "text-64", "netty", 4);

        assertThat(PerformanceReport.of(results))
                .contains(
                        "| text-64 | CPU / the container's own | jetty | ≤ 0.85 | 0.80 | yes |\n",
                        "| text-64 | CPU / netty | best | ≤ 1.30 | 2.00 | **no** |\n",
                        "| text-64 | bytes allocated | jetty | ≤ 112 | 100.00 | yes |\n")
                .doesNotContain("| CPU / the container's own | tomcat |");
    }

    @Test
    void quotientsAreOfTheSameRound() {
        // The machine was ten times as slow in the second round, and more so in the third.
        cell(1, "text-64", "sheetbend-jetty", 1);
        cell(1, "text-64", "jetty", 2);
        cell(2, "text-64", "sheetbend-jetty", 10);
        cell(2, "text-64", "jetty", 20);
        cell(3, "text-64", "sheetbend-jetty", 36);
        cell(3, "text-64", "jetty", 40);

        assertThat(PerformanceReport.of(results))
                .contains(
                        "| text-64 | sheetbend-jetty | 0.50 (0.50 to 0.90) |  |  |  |\n",
                        "| text-64 | 10.00 | 20.00 |  |\n");
    }

    @Test
    void whoKnowsOneWayToAnswerIsComparedWithThat() {
        cell(1, "text-64-16-async", "sheetbend-jetty", 3);
        cell(1, "text-64-16", "netty", 2);

        assertThat(PerformanceReport.of(results)).contains("| text-64-16-async | sheetbend-jetty |  | 1.50 |  |  |\n");
    }

    @Test
    void whatOnlySheetbendHasIsComparedWithWhatStandsForItElsewhere() {
        results.servers().add(new Performance.Server("nio", "NIO/17", "nio", false, "", ""));
        cell(1, "broadcast-500-4-shared", "sheetbend-jetty", 1);
        cell(1, "broadcast-500-4", "jetty", 4);
        cell(1, "broadcast-500-4", "netty", 2);
        cell(1, "broadcast-500-4", "nio", 0.5);

        assertThat(PerformanceReport.of(results))
                .contains(
                        "| broadcast-500-4-shared | sheetbend-jetty | 0.25 | 0.50 |  | 2.00 |\n",
                        "| broadcast-500-4-shared | CPU / the container's own | jetty | ≤ 0.35 | 0.25 | yes |\n",
                        "| broadcast-500-4-shared | CPU, µs: 2 x uWebSockets, there | best | ≤ 2.20 | 1.00 | yes |\n");
    }

    @Test
    void whoCanDoAWorkloadAndFailsIsNotComparedWithAnother() {
        cell(1, "text-64-16-async", "sheetbend-jetty", 3);
        cell(1, "text-64-16", "jetty", 2);

        assertThat(PerformanceReport.of(results))
                .contains("| text-64-16-async | CPU / the container's own | jetty | ≤ 0.15 | none | **no** |\n")
                .doesNotContain("| text-64-16-async | sheetbend-jetty |");
    }

    @Test
    void aTargetWithoutAFigureIsNotMet() {
        cell(1, "text-64", "jetty", 10);
        cell(1, "text-64", "netty", 4);

        assertThat(PerformanceReport.of(results))
                .contains(
                        "| text-64 | CPU / the container's own | jetty | ≤ 0.85 | none | **no** |\n",
                        "| text-64 | CPU / netty | best | ≤ 1.30 | none | **no** |\n",
                        "| text-64 | bytes allocated | jetty | ≤ 112 | none | **no** |\n")
                .doesNotContain("| CPU / the container's own | tomcat |", "I/O thread / netty", "| idle |");
    }

    @Test
    void theBestOfTheOthersIsNamedAndNoneMayBeMissing() {
        cell(1, "json-1k-deflate", "sheetbend-jetty", 8);
        cell(1, "json-1k-deflate", "jetty", 10);
        String without = PerformanceReport.of(results);
        cell(1, "json-1k-deflate", "netty", 8);
        String level = PerformanceReport.of(results);

        String goal = "| json-1k-deflate | CPU / the best of the others | best | < 1 | ";
        assertThat(without).contains(goal + "0.80 of jetty, none of netty | **no** |\n");
        assertThat(level).contains(goal + "1.00 of netty | **no** |\n");
    }

    @Test
    void whatCompressionWasAgreedUponIsTold() {
        cell(1, "text-64", "jetty", 2);
        results.cells()
                .add(new Performance.Cell(
                        1, "text-64", "netty", 10, 1234, "permessage-deflate", 2, 2, 1, 0, 1, 10, 20, 30));

        assertThat(PerformanceReport.of(results))
                .contains("| text-64 | netty | 123 | permessage-deflate |\n")
                .doesNotContain("| text-64 | jetty | 100 |");
    }

    @Test
    void anIdleConnectionIsComparedWithTheFloors() {
        results.servers().add(new Performance.Server("raw-jetty", "Jetty/12", "jetty", false, "", ""));
        results.idle().add(new Performance.Idle(1, "sheetbend-jetty", 100, 102_400, 307_200, 51_200));
        results.idle().add(new Performance.Idle(1, "raw-jetty", 100, 102_400, 204_800, 102_400));

        assertThat(PerformanceReport.of(results))
                .contains(
                        "| sheetbend-jetty | 4.00 | 1.00 | 3.00 | 0.50 | 0.50 |\n",
                        "| idle | KiB of heap and direct buffers of an idle connection beyond the floor's"
                                + " | jetty | ≤ 1.50 | 0.50 | yes |\n");
    }

    @Test
    void whatWasWrongIsTold() {
        results.failures().add("jetty, text-64: Byte 0 is not\n  what it was");

        assertThat(PerformanceReport.of(results)).contains("- jetty, text-64: Byte 0 is not what it was\n");
    }

    @Test
    void allFilesAreWritten() throws Exception {
        cell(1, "text-64", "sheetbend-jetty", 8);
        PerformanceFiles files = PerformanceFiles.in(directory);

        files.write(results);

        assertThat(files.json()).content().contains("\"cpuSeconds\"");
        assertThat(files.markdown()).content().contains("## Targets");
        assertThat(files.plot()).content().contains("<svg ").doesNotContainPattern("\\d\\.\\d{3}");
    }

    @Test
    void thereIsNoPlotOfNothing() throws Exception {
        PerformanceFiles files = PerformanceFiles.in(directory);
        Files.writeString(files.plot(), "of a run before");

        files.write(results);

        assertThat(files.plot()).doesNotExist();
    }

    @Test
    void aRowHasAsManyCellsAsTheHead() {
        assertThatThrownBy(() -> new Table(List.of("a", "b")).row(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void cell(int round, String workload, String server, double cpuMicros) {
        results.cells()
                .add(new Performance.Cell(
                        round,
                        workload,
                        server,
                        1_000_000,
                        100_000_000,
                        "",
                        2,
                        cpuMicros,
                        100_000_000,
                        0,
                        1,
                        10,
                        20,
                        30));
    }
}
