package dev.sheetbend.websocket.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of all measurements. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures Sheetbend.",
        subcommands = {PerformanceCommand.class, PeersCommand.class, SettingsCommand.class, MicroCommand.class})
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Runs a command and ends the JVM.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
