package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads where the platform has them, and how they end. */
@Timeout(60)
class VirtualThreadsTest {
    private final VirtualThreads threads = new VirtualThreads();

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void eachTaskHasAThreadThatInheritsNothing() throws Exception {
        var inherited = new InheritableThreadLocal<String>();
        inherited.set("the caller's");
        try {
            var seen = new CompletableFuture<String>();
            threads.execute(() -> seen.complete(Thread.currentThread().getName() + " " + inherited.get()));

            assertThat(seen.get(20, TimeUnit.SECONDS)).matches("sheetbend-virtual-\\d+ null");
        } finally {
            inherited.remove();
        }
    }

    @Test
    void whatHasStoppedTakesNoTask() {
        threads.shutdown();

        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
