package dev.sheetbend.websocket.benchmarks;

import dev.sheetbend.websocket.benchmarks.report.MicroReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The inner layers, by JMH. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Measures time and allocation of the inner layers with JMH.")
final class MicroCommand implements Callable<Integer> {
    /** As JMH's profiler of garbage collections names it: bytes of one operation. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            defaultValue = ".*",
            description = "Regular expressions for names of benchmarks. Default: ${DEFAULT-VALUE}")
    private List<String> benchmarks;

    @Option(names = "--forks", defaultValue = "1", description = "JVMs for each benchmark. Default: ${DEFAULT-VALUE}")
    private int forks;

    @Option(
            names = "--iterations",
            defaultValue = "4",
            description = "Measurements in each of these, and as many for the warm-up. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(names = "--millis", defaultValue = "500", description = "Of each measurement. Default: ${DEFAULT-VALUE}")
    private long millis;

    @Option(
            names = "--directory",
            defaultValue = "${sys:benchmarks.directory:-target}",
            description = "Where the results go. Default: ${DEFAULT-VALUE}")
    private Path directory;

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(directory);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(forks)
                .warmupIterations(iterations)
                .measurementIterations(iterations)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementTime(TimeValue.milliseconds(millis))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(directory.resolve("micro.json").toString());
        benchmarks.forEach(options::include);
        Collection<RunResult> results = new Runner(options.build()).run();
        String table = MicroReport.of(results.stream().map(MicroCommand::row).toList());
        Files.writeString(directory.resolve("micro.md"), table);
        PrintWriter out = spec.commandLine().getOut();
        out.println(table);
        out.flush();
        return 0;
    }

    private static MicroReport.Row row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String[] name = params.getBenchmark().split("\\.");
        String parameters = params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(", "));
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new MicroReport.Row(
                name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1],
                parameters,
                time.getScore(),
                time.getScoreError(),
                time.getScoreUnit(),
                allocated == null ? 0 : allocated.getScore());
    }
}
