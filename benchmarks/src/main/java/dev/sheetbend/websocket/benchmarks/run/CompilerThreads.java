package dev.sheetbend.websocket.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The processor time of the threads that compile in another JVM, as Linux tells it. What the JVM tells of itself is the
 * elapsed time of compilations that have ended: a long one shows nothing until it is done, and then on a busy machine
 * too much. To ask from outside costs that JVM nothing. Not thread safe.
 */
final class CompilerThreads {
    /** Of HotSpot; Linux keeps 15 characters of a thread's name. */
    private static final String NAMES = "C[12] CompilerThre.*";

    private final Path tasks;
    /** Of each thread, also of those that have ended. */
    private final Map<Path, Long> nanos = new HashMap<>();

    CompilerThreads(long pid) {
        tasks = Path.of("/proc", String.valueOf(pid), "task");
    }

    /** Nanoseconds since the start; empty where the system does not tell. */
    OptionalLong nanos() throws IOException {
        if (!Files.isDirectory(tasks)) {
            return OptionalLong.empty();
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                look(thread);
            }
        }
        return nanos.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        nanos.values().stream().mapToLong(Long::longValue).sum());
    }

    private void look(Path thread) {
        try {
            if (read(thread.resolve("comm")).matches(NAMES)) {
                nanos.put(
                        thread, Long.parseLong(read(thread.resolve("schedstat")).split(" ", 2)[0]));
            }
        } catch (IOException ended) {
            // What it had last stays; where the system keeps no such figures there are none.
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    }
}
