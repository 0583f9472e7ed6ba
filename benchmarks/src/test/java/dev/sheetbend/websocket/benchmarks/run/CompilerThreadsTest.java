package dev.sheetbend.websocket.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Linux tells of a JVM's compiler. */
class CompilerThreadsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aJvmThatRunsHasCompiled() throws Exception {
        CompilerThreads threads = new CompilerThreads(ProcessHandle.current().pid());

        long first = threads.nanos().orElseThrow();

        assertThat(first).isPositive();
        assertThat(threads.nanos().orElseThrow()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void ofAProcessThatIsNotThereNothingIsKnown() throws Exception {
        assertThat(new CompilerThreads(Integer.MAX_VALUE).nanos()).isEmpty();
    }
}
