package dev.sheetbend.websocket.benchmarks.report;

import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Tables of medians. A figure beside another server's is the median of the quotients of each round, and not the
 * quotient of the medians: what disturbs a machine disturbs both of a round.
 */
public final class MarkdownReport {
    private static final double KIBI = 1024;

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Results results) {
        this.results = results;
    }

    /** Writes the tables of everything that was measured. */
    public static String of(Results results) {
        MarkdownReport report = new MarkdownReport(results);
        report.environment();
        if (!results.memory().isEmpty()) {
            report.memory();
        }
        if (!results.throughput().isEmpty()) {
            report.throughput();
        }
        if (!results.ratios().isEmpty()) {
            report.ratios();
        }
        return report.text.toString();
    }

    private void environment() {
        line("## What was measured");
        line("");
        line(results.environment().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; ", "", ".")));
        line("JVM options of the servers: `" + String.join(" ", results.plan().jvmOptions()) + "`.");
        line("Offer: `" + results.plan().offer() + "`.");
        line("");
        line("| Server | Properties | Answer to the offer |");
        line("|---|---|---|");
        for (Candidate candidate : results.candidates()) {
            String properties = candidate.properties().entrySet().stream()
                    .map(property -> "`" + property.getKey() + "=" + property.getValue() + "`")
                    .collect(Collectors.joining(" "));
            String answer = results.agreements().getOrDefault(candidate.name(), "");
            line(row(candidate.name(), properties, answer.isEmpty() ? "none" : "`" + answer + "`"));
        }
        line("");
    }

    private void memory() {
        Plan plan = results.plan();
        line("## Memory of an idle connection");
        line("");
        line("%d connections, each after %d messages of %d bytes; KiB per connection, median of %d rounds."
                .formatted(
                        plan.idleConnections(),
                        plan.idleMessages(),
                        plan.idleSize(),
                        rounds(results.memory(), Results.Memory::round)));
        line("Wire/text: bytes on the wire for each byte of the answers to these messages.");
        line("");
        line("| Server | Together | Native | Heap | Left when all are closed | Wire/text | Together, beside | |");
        line("|---|---|---|---|---|---|---|---|");
        for (Candidate candidate : results.candidates()) {
            List<Results.Memory> own =
                    of(results.memory(), memory -> memory.server().equals(candidate.name()));
            List<Results.Memory> beside =
                    of(results.memory(), memory -> memory.server().equals(candidate.baseline()));
            line(row(
                    candidate.name(),
                    kibibytes(own, Results.Memory::perConnection),
                    kibibytes(own, Results.Memory::nativePerConnection),
                    kibibytes(own, Results.Memory::heapPerConnection),
                    kibibytes(own, Results.Memory::leftPerConnection),
                    median(own, Results.Memory::ratio)
                            .map(MarkdownReport::share)
                            .orElse(""),
                    candidate.name().equals(candidate.baseline()) ? "" : candidate.baseline(),
                    quotient(candidate, own, beside, Results.Memory::round, Results.Memory::perConnection)));
        }
        line("");
    }

    private void throughput() {
        Plan plan = results.plan();
        line("## Throughput");
        line("");
        line("%d connections; pipelined: up to %d messages on their way on each. Medians of %d rounds of %s s."
                .formatted(
                        plan.connections(),
                        plan.depth(),
                        rounds(results.throughput(), Results.Throughput::round),
                        decimal(plan.time().toMillis() / 1000.0)));
        line(
                "CPU is the processor time of the server's process. Wire/text: bytes on the wire for each byte of the answers.");
        line("The client's share is the part of the time for which its only thread worked.");
        line("");
        line(row(
                "Text, bytes",
                "Load",
                "Server",
                "CPU, µs/message",
                "Messages/s",
                "Wire/text",
                "Client's share",
                "Beside",
                "CPU",
                "Messages/s"));
        line("|---|---|---|---|---|---|---|---|---|---|");
        for (int size : plan.sizes()) {
            for (Plan.Load load : plan.loads()) {
                results.candidates().forEach(candidate -> throughput(candidate, size, load));
            }
        }
        line("");
    }

    private void throughput(Candidate candidate, int size, Plan.Load load) {
        List<Results.Throughput> cell =
                of(results.throughput(), figure -> figure.size() == size && figure.load() == load);
        List<Results.Throughput> own = of(cell, figure -> figure.server().equals(candidate.name()));
        List<Results.Throughput> beside = of(cell, figure -> figure.server().equals(candidate.baseline()));
        line(row(
                String.valueOf(size),
                load.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                candidate.name(),
                median(own, Results.Throughput::cpuMicros)
                        .map(MarkdownReport::decimal)
                        .orElse(""),
                median(own, Results.Throughput::perSecond)
                        .map(value -> String.format(Locale.ROOT, "%.0f", value))
                        .orElse(""),
                median(own, Results.Throughput::ratio)
                        .map(MarkdownReport::share)
                        .orElse(""),
                median(own, figure -> figure.clientCpuSeconds() / figure.seconds())
                        .map(MarkdownReport::decimal)
                        .orElse(""),
                candidate.name().equals(candidate.baseline()) ? "" : candidate.baseline(),
                quotient(candidate, own, beside, Results.Throughput::round, Results.Throughput::cpuMicros),
                quotient(candidate, own, beside, Results.Throughput::round, Results.Throughput::perSecond)));
    }

    private void ratios() {
        List<Integer> sizes = results.plan().sizes();
        line("## Compression");
        line("");
        line("Bytes on the wire, frame headers included, for each byte of the answers' texts, on one connection.");
        line("");
        line("| Server |" + sizes.stream().map(size -> " " + size + " bytes |").collect(Collectors.joining()));
        line("|---|" + "---|".repeat(sizes.size()));
        for (Candidate candidate : results.candidates()) {
            List<String> cells = new ArrayList<>(List.of(candidate.name()));
            for (int size : sizes) {
                cells.add(median(
                                of(
                                        results.ratios(),
                                        ratio -> ratio.size() == size
                                                && ratio.server().equals(candidate.name())),
                                Results.Ratio::ratio)
                        .map(MarkdownReport::share)
                        .orElse(""));
            }
            line(row(cells.toArray(String[]::new)));
        }
        line("");
    }

    private static <T> String quotient(
            Candidate candidate, List<T> own, List<T> beside, ToIntFunction<T> round, ToDoubleFunction<T> figure) {
        if (candidate.name().equals(candidate.baseline())) {
            return "";
        }
        List<Double> quotients = new ArrayList<>();
        for (T one : own) {
            for (T other : beside) {
                if (round.applyAsInt(one) == round.applyAsInt(other)) {
                    quotients.add(figure.applyAsDouble(one) / figure.applyAsDouble(other));
                }
            }
        }
        return quotients.isEmpty() ? "" : Spread.of(quotients).toString();
    }

    private static String kibibytes(List<Results.Memory> figures, ToDoubleFunction<Results.Memory> bytes) {
        return median(figures, bytes).map(value -> decimal(value / KIBI)).orElse("");
    }

    private static <T> Optional<Double> median(List<T> figures, ToDoubleFunction<T> value) {
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Spread.of(figures.stream().mapToDouble(value).boxed().toList())
                                .median());
    }

    private static <T> List<T> of(List<T> figures, Predicate<T> wanted) {
        return figures.stream().filter(wanted).toList();
    }

    private static <T> long rounds(List<T> figures, ToIntFunction<T> round) {
        return figures.stream().mapToInt(round).distinct().count();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
