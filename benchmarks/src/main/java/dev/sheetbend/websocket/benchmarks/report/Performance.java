package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a run of the workloads has measured. Not thread safe.
 *
 * @param environment what it ran on
 * @param settings of the run, in words
 * @param failures what was wrong, and where; these have no figures
 */
public record Performance(
        Map<String, String> environment,
        Map<String, String> settings,
        List<Work> workloads,
        List<Server> servers,
        List<Cell> cells,
        List<Idle> idle,
        List<String> failures) {

    /** A workload. */
    public record Work(String id, String title) {}

    /**
     * A server.
     *
     * @param version of the container or library
     * @param container what it runs in; its own name if in nothing
     * @param ours whether it runs Sheetbend
     * @param own for ours, the server with the container's own WebSocket; else empty
     * @param floor the server that echoes bytes in the same container; empty for those themselves
     */
    public record Server(String name, String version, String container, boolean ours, String own, String floor) {}

    /**
     * What a server did in a time.
     *
     * @param messages answers, deliveries or connections
     * @param wireBytes that came back, frame headers included; 0 where connections are counted
     * @param agreement the server's answer to an offer of compression; empty where nothing was offered
     * @param seconds of wall time
     * @param cpuSeconds of the server's process
     * @param allocatedBytes by all threads of the server
     * @param compiledSeconds of the server's compiler, part of the processor time
     * @param clientSeconds of processor time of the client's thread: near to {@code seconds}, it was the limit
     * @param p50 microseconds from send to answer that half of the messages took at most
     * @param p99 the same of 99 in 100
     * @param p999 the same of 999 in 1000
     */
    public record Cell(
            int round,
            String workload,
            String server,
            long messages,
            long wireBytes,
            String agreement,
            double seconds,
            double cpuSeconds,
            long allocatedBytes,
            double compiledSeconds,
            double clientSeconds,
            double p50,
            double p99,
            double p999) {
        private static final double MICROS = 1e6;

        double cpuMicros() {
            return cpuSeconds * MICROS / messages;
        }

        double wire() {
            return (double) wireBytes / messages;
        }

        double perSecond() {
            return messages / seconds;
        }

        double allocated() {
            return (double) allocatedBytes / messages;
        }

        double clientShare() {
            return clientSeconds / seconds;
        }
    }

    /**
     * What idle connections added to a server's memory.
     *
     * @param nativeBytes to the resident memory; the heap is resident from the start
     * @param heapBytes to the heap in use, after collections
     * @param directBytes to the direct buffers, which are a part of the native memory
     */
    public record Idle(int round, String server, int connections, long nativeBytes, long heapBytes, long directBytes) {
        double nativePerConnection() {
            return (double) nativeBytes / connections;
        }

        double heapPerConnection() {
            return (double) heapBytes / connections;
        }

        double directPerConnection() {
            return (double) directBytes / connections;
        }

        /** What is told exactly. */
        double heldPerConnection() {
            return heapPerConnection() + directPerConnection();
        }

        double perConnection() {
            return nativePerConnection() + heapPerConnection();
        }
    }

    /** Results without any yet. */
    public static Performance of(List<Work> workloads) {
        return new Performance(
                new TreeMap<>(Machine.describe()),
                new TreeMap<>(),
                List.copyOf(workloads),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
