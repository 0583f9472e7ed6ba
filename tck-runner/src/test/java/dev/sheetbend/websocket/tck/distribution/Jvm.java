package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.Processes;
import dev.sheetbend.websocket.tck.ServerProcess.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a running JVM tells by the JDK's {@code jcmd}, and Linux about its process. */
final class Jvm {
    private static final Pattern THREAD = Pattern.compile("(?m)^\"([^\"]*)\"");
    /** Number, instances, bytes, class and perhaps its module. */
    private static final Pattern CLASS = Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*$");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ProcessHandle process;
    private final Path jcmd;
    private final Duration limit;

    Jvm(ProcessHandle process) {
        this(process, Path.of(System.getProperty("java.home"), "bin", "jcmd"), LIMIT);
    }

    /**
     * With another program in place of {@code jcmd}.
     *
     * @param limit for one answer
     */
    Jvm(ProcessHandle process, Path jcmd, Duration limit) {
        this.process = process;
        this.jcmd = jcmd;
        this.limit = limit;
    }

    /** Names of its live threads. */
    List<String> threads() {
        Matcher threads = THREAD.matcher(jcmd("Thread.print"));
        return threads.results().map(thread -> thread.group(1)).collect(Collectors.toList());
    }

    /** How many objects of each class are reachable. */
    Map<String, Integer> instances() {
        // Softly reachable objects count; a collection comes first.
        return jcmd("GC.class_histogram")
                .lines()
                .map(CLASS::matcher)
                .filter(Matcher::matches)
                .collect(
                        Collectors.toMap(line -> line.group(2), line -> Integer.parseInt(line.group(1)), Integer::sum));
    }

    /** From Linux, which also lets a process start anew with the most that it has had; zeros elsewhere. */
    Memory memory() {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return new Memory(0, 0);
        }
        jcmd("GC.run");
        try {
            Map<String, Long> kilobytes = new HashMap<>();
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                    kilobytes.put(line.substring(0, 5), Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
            Files.writeString(status.resolveSibling("clear_refs"), "5");
            return new Memory(1024 * kilobytes.get("VmRSS"), 1024 * kilobytes.get("VmHWM"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jcmd(String command) {
        try {
            // A file, because a pipe has no end before the program's.
            Path answer = Files.createTempFile("jcmd-", ".txt");
            try {
                return jcmd(command, answer);
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jcmd(String command, Path answer) throws IOException {
        Process running = Processes.guarded(new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), command)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start());
        try {
            boolean ended = running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(answer);
            if (!ended) {
                throw new AssertionError("jcmd " + command + " does not end; so far it has said: " + text);
            }
            if (running.exitValue() != 0) {
                throw new AssertionError("jcmd " + command + " failed: " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Processes.kill(running);
        }
    }
}
