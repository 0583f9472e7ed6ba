package dev.sheetbend.websocket.benchmarks;

import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import dev.sheetbend.websocket.benchmarks.run.ServerKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sheetbend beside the WebSocket implementations of the containers that it runs in. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "Measures Sheetbend beside the WebSocket of the container that it runs in. All loads by default.")
final class PeersCommand implements Callable<Integer> {
    @Option(
            names = "--servers",
            split = ",",
            defaultValue = "sheetbend-tomcat,tomcat,sheetbend-jetty,jetty",
            description = "Which to measure. Default: ${DEFAULT-VALUE}")
    private List<String> servers;

    @Option(
            names = "-D",
            mapFallbackValue = "",
            description = "A system property of Sheetbend's JVMs, name=value, may be repeated.")
    private Map<String, String> properties = new TreeMap<>();

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws Exception {
        options.run(
                "peers",
                servers.stream()
                        .map(ServerKind::of)
                        .map(kind -> Candidate.peer(kind, properties))
                        .toList(),
                List.of(Plan.Load.values()));
        return 0;
    }
}
