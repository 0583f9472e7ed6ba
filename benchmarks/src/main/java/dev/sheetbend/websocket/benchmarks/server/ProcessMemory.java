package dev.sheetbend.websocket.benchmarks.server;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/** What this process holds, apart from what it merely has not given back yet. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String DIRECT = "direct";
    private static final String RESIDENT = "VmRSS:";
    private static final int KIBIBYTE = 1024;
    /** The first collection finds what cleaners release; they need a moment; the second finds what they let go. */
    private static final int COLLECTIONS = 2;

    private static final long CLEANERS_MILLIS = 200;

    private ProcessMemory() {}

    /**
     * Collects garbage, and has the C library give back what it keeps of freed native memory, where the JVM can say
     * so.
     */
    static void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            pause();
        }
        trimNativeHeap();
    }

    /** Resident bytes of this process, or 0 where the system has no such file. */
    static long resident() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .findFirst()
                .orElse(0);
    }

    /** Bytes of the direct buffers of this JVM. */
    static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals(DIRECT))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static void trimNativeHeap() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (InstanceNotFoundException | ReflectionException e) {
            // Not every JVM has this command; then the figures include what the C library keeps.
            System.err.println("The native heap is not trimmed: " + e);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CLEANERS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
