package dev.sheetbend.websocket.benchmarks;

import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import dev.sheetbend.websocket.benchmarks.run.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sheetbend with several settings, beside its own defaults. */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = "Measures Sheetbend with several settings, beside its defaults. Pipelined by default.")
final class SettingsCommand implements Callable<Integer> {
    private static final String PREFIX = "dev.sheetbend.websocket.";
    private static final String DEFAULTS = "defaults";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--container",
            defaultValue = "jetty",
            description = "Where Sheetbend runs: jetty or tomcat. Default: ${DEFAULT-VALUE}")
    private String container;

    @Option(
            names = "--setting",
            description = "Properties in one candidate, without the prefix " + PREFIX
                    + " and separated by commas: compressionLevel=1,coalesce=false. May be repeated."
                    + " Default: ${DEFAULT-VALUE}")
    private List<String> settings = List.of(
            "compression=off",
            "compressionContextTakeover=own",
            "compressionContextTakeover=none",
            "compressionContextTakeover=none,compressionMinSize=0",
            "compressionLevel=1",
            "compressionLevel=3",
            "compressionLevel=6",
            "compressionLevel=9",
            "compressionWindowBits=11",
            "compressionDeflaters=4096");

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws Exception {
        ServerKind kind = ServerKind.of("sheetbend-" + container);
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(DEFAULTS, kind, Map.of(), DEFAULTS));
        for (String setting : settings) {
            candidates.add(new Candidate(setting, kind, properties(setting), DEFAULTS));
        }
        options.run("settings", candidates, List.of(Plan.Load.PIPELINED));
        return 0;
    }

    private Map<String, String> properties(String setting) {
        Map<String, String> properties = new TreeMap<>();
        for (String property : setting.split(",")) {
            String[] parts = property.split("=", 2);
            if (parts.length < 2) {
                throw new ParameterException(spec.commandLine(), "A setting is name=value, not " + property);
            }
            properties.put(PREFIX + parts[0], parts[1]);
        }
        return properties;
    }
}
