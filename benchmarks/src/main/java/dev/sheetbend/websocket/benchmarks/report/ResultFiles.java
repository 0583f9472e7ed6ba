package dev.sheetbend.websocket.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where results go.
 *
 * @param json every single figure
 * @param markdown the tables
 */
public record ResultFiles(Path json, Path markdown) {
    /** Two files in a directory with the same name but for their ends. */
    public static ResultFiles in(Path directory, String name) {
        return new ResultFiles(directory.resolve(name + ".json"), directory.resolve(name + ".md"));
    }

    /** Writes both, in place of what they held. */
    public void write(Results results) throws IOException {
        ObjectMapper mapper = new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .registerModule(new SimpleModule().addSerializer(Duration.class, ToStringSerializer.instance));
        Files.writeString(json, mapper.writeValueAsString(results) + "\n");
        Files.writeString(markdown, MarkdownReport.of(results));
    }
}
