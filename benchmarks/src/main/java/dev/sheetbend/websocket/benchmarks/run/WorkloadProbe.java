package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.load.Destination;
import dev.sheetbend.websocket.benchmarks.load.Load;
import dev.sheetbend.websocket.benchmarks.load.Workload;
import dev.sheetbend.websocket.benchmarks.report.Performance;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Measures one workload on one server. */
final class WorkloadProbe {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    /** The compiler is quiet when it works for less than this part of a slice. */
    private static final double QUIET = 0.03;
    /** A compiler may wait for a processor for one slice, or the next stage for enough calls. */
    private static final int QUIET_SLICES = 2;

    private final PerformancePlan plan;

    WorkloadProbe(PerformancePlan plan) {
        this.plan = plan;
    }

    /** What is added up, at one time. */
    private record Sums(
            long messages, long received, long nanos, long cpu, long allocated, long compiled, long clientCpu) {}

    /**
     * Measures in the midst of a steady load.
     *
     * @param fresh whether this server has not had this workload yet
     * @param recording where to record the server for as long again, after the measurement
     */
    Performance.Cell measure(
            ServerProcess server, Workload workload, int round, boolean fresh, Optional<Path> recording)
            throws IOException {
        Destination destination =
                new Destination(server.port(), server.candidate().kind().echoesBytes());
        try (Load load = workload.open(destination)) {
            if (fresh) {
                warmUp(server, load);
            }
            load.drive(plan.lead());
            load.latencies().reset();
            Sums before = sums(server, load);
            load.drive(plan.time());
            Performance.Cell cell = cell(workload, server, round, before, sums(server, load), load);
            if (recording.isPresent()) {
                server.record(recording.get());
                load.drive(plan.time());
                server.recorded();
            }
            return cell;
        }
    }

    private void warmUp(ServerProcess server, Load load) throws IOException {
        long compiled = server.compiledNanos();
        Duration done = Duration.ZERO;
        int quiet = 0;
        while (quiet < QUIET_SLICES && done.compareTo(plan.longestWarmUp()) < 0) {
            load.drive(plan.slice());
            done = done.plus(plan.slice());
            long now = server.compiledNanos();
            quiet = now - compiled < QUIET * plan.slice().toNanos() ? quiet + 1 : 0;
            compiled = now;
        }
    }

    private static Sums sums(ServerProcess server, Load load) throws IOException {
        long allocated = server.allocated();
        long compiled = server.compiledNanos();
        return new Sums(
                load.messages(), load.received(), System.nanoTime(), server.cpu(), allocated, compiled, clientCpu());
    }

    private static Performance.Cell cell(
            Workload workload, ServerProcess server, int round, Sums from, Sums to, Load load) throws IOException {
        long messages = to.messages() - from.messages();
        if (messages == 0) {
            throw new IOException("Nothing came back in the time of the measurement");
        }
        Histogram latencies = load.latencies();
        return new Performance.Cell(
                round,
                workload.id(),
                server.candidate().name(),
                messages,
                to.received() - from.received(),
                load.agreement(),
                (to.nanos() - from.nanos()) / NANOS,
                (to.cpu() - from.cpu()) / NANOS,
                to.allocated() - from.allocated(),
                (to.compiled() - from.compiled()) / NANOS,
                (to.clientCpu() - from.clientCpu()) / NANOS,
                micros(latencies, 50),
                micros(latencies, 99),
                micros(latencies, 99.9));
    }

    private static double micros(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    private static long clientCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
