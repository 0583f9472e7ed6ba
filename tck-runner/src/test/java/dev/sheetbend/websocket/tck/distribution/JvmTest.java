package dev.sheetbend.websocket.tck.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
    @TempDir
    private Path directory;

    private Jvm answeredBy(String script, Duration limit) throws IOException {
        Path program = Files.writeString(directory.resolve("jcmd"), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Jvm(ProcessHandle.current(), program, limit);
    }

    @Test
    void aJvmTellsItsThreads() {
        assertThat(new Jvm(ProcessHandle.current()).threads())
                .contains(Thread.currentThread().getName());
    }

    @Test
    void anAnswerIsNotAwaitedForEver() throws IOException {
        Jvm silent = answeredBy("echo hello; exec sleep 1000", Duration.ofMillis(500));

        assertThatThrownBy(silent::threads)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("jcmd Thread.print does not end");
    }

    @Test
    void aFailureIsToldWithWhatWasSaid() throws IOException {
        Jvm failing = answeredBy("echo no such process; exit 1", Duration.ofMinutes(1));

        assertThatThrownBy(failing::threads)
                .isInstanceOf(AssertionError.class)
                .hasMessage("jcmd Thread.print failed: no such process\n");
    }
}
