package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to measure of each server, and for how long.
 *
 * @param rounds in each of which every workload is measured once on every server
 * @param slice of the warm-up, after each of which the server's compiler is asked
 * @param longestWarmUp of each server and workload, in the first round; less when the compiler is quiet before
 * @param lead of each measurement, not measured
 * @param time of each measurement
 * @param idleConnections whose memory is measured, in the first round; 0 for no such measurement
 * @param settle how long these are idle between two looks at the memory
 * @param recorded the workload in which each server is recorded, in the first round
 * @param jvmOptions of the servers
 */
public record PerformancePlan(
        List<Workload> workloads,
        int rounds,
        Duration slice,
        Duration longestWarmUp,
        Duration lead,
        Duration time,
        int idleConnections,
        Duration settle,
        Optional<String> recorded,
        List<String> jvmOptions) {}
