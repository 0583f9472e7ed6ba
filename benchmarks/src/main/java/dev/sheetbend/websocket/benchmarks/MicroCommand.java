package dev.sheetbend.websocket.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The inner layers, by JMH. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Measures time and allocation of the inner layers with JMH.")
final class MicroCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            defaultValue = ".*",
            description = "Regular expressions for names of benchmarks. Default: ${DEFAULT-VALUE}")
    private List<String> benchmarks;

    @Option(names = "--forks", defaultValue = "1", description = "JVMs for each benchmark. Default: ${DEFAULT-VALUE}")
    private int forks;

    @Option(
            names = "--iterations",
            defaultValue = "5",
            description = "Measurements in each of these, and as many for the warm-up. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(names = "--millis", defaultValue = "1000", description = "Of each measurement. Default: ${DEFAULT-VALUE}")
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
        new Runner(options.build()).run();
        return 0;
    }
}
