package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.server.EchoServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JVM of a server, from its start to its end; the protocol is that of {@link EchoServer}. Not thread safe. */
public final class ServerProcess implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;
    private static final int END_SECONDS = 10;
    private static final String END = "";

    private final Candidate candidate;
    private final Path log;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompilerThreads compilers;
    private final int port;
    private final String version;

    private ServerProcess(Candidate candidate, List<String> command, Path log) throws IOException {
        this.candidate = candidate;
        this.log = log;
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        compilers = new CompilerThreads(process.pid());
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + candidate.name());
        reader.setDaemon(true);
        reader.start();
        boolean ready = false;
        try {
            String[] words = take("READY").split(" ", 2);
            port = Integer.parseInt(words[0]);
            version = words[1];
            ready = true;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Memory of a server.
     *
     * @param resident bytes; 0 if the system does not tell
     * @param heap bytes in use
     * @param direct bytes of direct buffers
     */
    public record Memory(long resident, long heap, long direct) {
        /** What is told exactly: on the heap and in direct buffers. */
        long held() {
            return heap + direct;
        }
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param jvmOptions for its JVM
     * @param log takes what it logs; its directory what else the server writes
     */
    public static ServerProcess start(Candidate candidate, List<String> jvmOptions, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Djava.io.tmpdir=" + log.getParent());
        candidate.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(candidate.kind().classPath(System.getProperty("java.class.path")));
        command.add(EchoServer.class.getName());
        command.add(candidate.kind().container());
        candidate.kind().initializer().ifPresent(command::add);
        return new ServerProcess(candidate, command, log);
    }

    /** What runs. */
    public Candidate candidate() {
        return candidate;
    }

    /** Where it listens, on the loopback interface. */
    public int port() {
        return port;
    }

    /** Name and version of its container. */
    public String version() {
        return version;
    }

    /** Nanoseconds of processor time that it has used, all threads and the JVM's own work included. */
    public long cpu() throws IOException {
        return Long.parseLong(ask("cpu", "CPU"));
    }

    /** What it holds after collections. */
    public Memory memory() throws IOException {
        String[] words = ask("memory", "MEMORY").split(" ");
        return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /**
     * Bytes that all of its threads have allocated on the heap since its start; before JDK 21 only those that live, so
     * that this may fall when one ends.
     */
    public long allocated() throws IOException {
        return Long.parseLong(ask("allocated", "ALLOCATED"));
    }

    /**
     * Nanoseconds of processor time that its JIT compiler has used; where the system does not tell, the elapsed time of
     * compilations that have ended.
     */
    public long compiledNanos() throws IOException {
        OptionalLong nanos = compilers.nanos();
        return nanos.isPresent()
                ? nanos.getAsLong()
                : TimeUnit.MILLISECONDS.toNanos(Long.parseLong(ask("compiled", "COMPILED")));
    }

    /**
     * Begins a flight recording of where it spends its time and what it allocates.
     *
     * @param file is written when the recording ends
     */
    public void record(Path file) throws IOException {
        ask("record " + file.toAbsolutePath(), "RECORD");
    }

    /** Ends the recording; its file is complete then. */
    public void recorded() throws IOException {
        ask("recorded", "RECORDED");
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String ask(String command, String answer) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        return take(answer);
    }

    private String take(String answer) throws IOException {
        try {
            String line = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (line == null || !line.startsWith(answer + " ")) {
                throw new IOException(candidate.name() + " answered " + line + " and not " + answer + "; its log is:\n"
                        + Files.readString(log));
            }
            return line.substring(answer.length() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was ended by force; its end is the news.
        }
        answers.add(END);
    }
}
