package dev.sheetbend.websocket.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the results of the workloads go.
 *
 * @param json every single figure
 * @param markdown the tables
 * @param plot processor time for each message, a bar for each server
 */
public record PerformanceFiles(Path json, Path markdown, Path plot) {
    /** Three files in a directory. */
    public static PerformanceFiles in(Path directory) {
        return new PerformanceFiles(
                directory.resolve("performance.json"),
                directory.resolve("performance.md"),
                directory.resolve("performance.svg"));
    }

    /** Writes all, in place of what they held. */
    public void write(Performance results) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(json, mapper.writeValueAsString(results) + "\n");
        Files.writeString(markdown, PerformanceReport.of(results));
        PerformancePlot.write(results, plot);
    }
}
