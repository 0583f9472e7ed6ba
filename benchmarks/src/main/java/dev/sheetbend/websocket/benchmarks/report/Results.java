package dev.sheetbend.websocket.benchmarks.report;

import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a run has measured. Not thread safe.
 *
 * @param environment what it ran on
 * @param agreements for each server, its answer to the offer of extensions
 */
public record Results(
        Map<String, String> environment,
        Plan plan,
        List<Candidate> candidates,
        Map<String, String> agreements,
        List<Memory> memory,
        List<Throughput> throughput,
        List<Ratio> ratios) {

    /**
     * What a server held; in bytes, after collections.
     *
     * @param connections how many were open
     * @param nativeBytes that all connections added to the resident memory; the heap is resident from the start
     * @param heapBytes that all connections added to the heap in use
     * @param nativeLeft what of the native bytes was left when all were closed
     * @param heapLeft what of the bytes on the heap was left
     * @param payloadBytes of the texts that were echoed before
     * @param wireBytes of these answers, frame headers included: what is saved in memory may be lost in compression
     */
    public record Memory(
            int round,
            String server,
            int connections,
            long nativeBytes,
            long heapBytes,
            long nativeLeft,
            long heapLeft,
            long payloadBytes,
            long wireBytes) {
        double nativePerConnection() {
            return (double) nativeBytes / connections;
        }

        double heapPerConnection() {
            return (double) heapBytes / connections;
        }

        double perConnection() {
            return nativePerConnection() + heapPerConnection();
        }

        double leftPerConnection() {
            return (double) (nativeLeft + heapLeft) / connections;
        }

        double ratio() {
            return (double) wireBytes / payloadBytes;
        }
    }

    /**
     * What a server did in a time.
     *
     * @param size of each text in bytes
     * @param wireBytes of the answers, frame headers included
     * @param seconds of wall time
     * @param serverCpuSeconds of the server's process
     * @param clientCpuSeconds of the client's thread: near to {@code seconds}, the client was the limit
     */
    public record Throughput(
            int round,
            String server,
            int size,
            Plan.Load load,
            long messages,
            long wireBytes,
            double seconds,
            double serverCpuSeconds,
            double clientCpuSeconds) {
        double perSecond() {
            return messages / seconds;
        }

        double cpuMicros() {
            return serverCpuSeconds * 1e6 / messages;
        }

        double ratio() {
            return (double) wireBytes / ((double) messages * size);
        }
    }

    /**
     * How well a server compressed.
     *
     * @param size of each text in bytes
     * @param payloadBytes of all texts
     * @param wireBytes of the answers, frame headers included
     */
    public record Ratio(String server, int size, long payloadBytes, long wireBytes) {
        double ratio() {
            return (double) wireBytes / payloadBytes;
        }
    }

    /** Results without any yet. */
    public static Results of(Plan plan, List<Candidate> candidates) {
        Map<String, String> environment = new TreeMap<>();
        for (String name : List.of("java.vm.name", "java.vm.version", "os.name", "os.arch", "os.version")) {
            environment.put(name, System.getProperty(name));
        }
        environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return new Results(
                environment,
                plan,
                candidates,
                new TreeMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
