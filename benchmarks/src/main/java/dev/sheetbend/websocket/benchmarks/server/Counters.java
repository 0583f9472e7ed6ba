package dev.sheetbend.websocket.benchmarks.server;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has used since its start. To ask costs a few objects at most, which do not show beside what a
 * measurement allocates. One thread.
 */
final class Counters {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final MethodHandle total = total();

    /** Nanoseconds of processor time, of all threads, the JVM's own included. */
    long cpu() {
        return system.getProcessCpuTime();
    }

    /** Milliseconds that compilations took which have ended, on all threads of the JIT compiler together. */
    long compiledMillis() {
        return compilation.getTotalCompilationTime();
    }

    /**
     * Bytes that all threads have allocated on the heap. Before JDK 21 this is the sum over the threads that live: the
     * pools of the servers keep their threads while they have work, so the difference between two calls under load is
     * right there too.
     */
    long allocated() {
        if (total != null) {
            return everAllocated();
        }
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            // Negative for a thread that has ended in between.
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    private long everAllocated() {
        try {
            return (long) total.invokeExact(threads);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle total() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // Since JDK 21.
            return null;
        }
    }
}
