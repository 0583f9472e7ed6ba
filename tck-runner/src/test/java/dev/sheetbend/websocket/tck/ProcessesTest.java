package dev.sheetbend.websocket.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String CHILD = "echo $$; sleep 1000 & echo $!; wait";

    /** A JVM that has a guarded process, and tells its numbers. */
    static final class Owner {
        private Owner() {}

        /** @param arguments none */
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Process shell = Processes.guarded(new ProcessBuilder("sh", "-c", CHILD).start());
            BufferedReader numbers = shell.inputReader();
            System.out.println(numbers.readLine());
            System.out.println(numbers.readLine());
            Thread.currentThread().join();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static List<Long> numbers(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        return List.of(Long.valueOf(lines.readLine()), Long.valueOf(lines.readLine()));
    }

    @Test
    void aSignalToTheTestsEndsWhatTheyHaveStarted() throws Exception {
        Process owner = Processes.guarded(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        List<Long> started = numbers(owner);
        assertThat(started).allMatch(ProcessesTest::isAlive);

        owner.destroy();

        await().atMost(WAIT).until(() -> started.stream().noneMatch(ProcessesTest::isAlive));
    }

    @Test
    void aProcessIsKilledWithWhatItHasStarted() throws Exception {
        Process shell = Processes.guarded(new ProcessBuilder("sh", "-c", CHILD).start());
        List<Long> started = numbers(shell);

        Processes.kill(shell);

        await().atMost(WAIT).until(() -> started.stream().noneMatch(ProcessesTest::isAlive));
    }
}
