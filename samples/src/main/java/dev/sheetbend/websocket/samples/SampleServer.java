package dev.sheetbend.websocket.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the samples: {@code SampleServer [chat|echo] [--port N] [--host ADDRESS]}. */
@Command(
        name = "SampleServer",
        description = "Serves a WebSocket sample until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class SampleServer implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SAMPLE",
            defaultValue = "chat",
            description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Sample sample;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "localhost",
            description = "The address to listen on; 0.0.0.0 lets other devices in, such as your phone. "
                    + "Default: ${DEFAULT-VALUE}.")
    private String host;

    @Spec
    private CommandSpec spec;

    /** Runs the server. Ends with exit code 1 when it cannot start and 2 when the arguments are wrong. */
    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new SampleServer()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(spec.commandLine(), "A port is a number from 0 to 65535");
        }
        try (RunningSample running = RunningSample.start(sample, host, port)) {
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop-sample"));
            out.printf("%s is ready: open %s  (Ctrl-C stops it)%n", sample.title(), running.uri());
            out.flush();
            running.join();
            return 0;
        } catch (BindException taken) {
            err.printf(
                    "Port %d is in use. Stop what listens there, or choose another port: --port 0 takes any.%n", port);
            return 1;
        } catch (IOException failure) {
            err.printf("The server did not start: %s%n", failure.getMessage());
            return 1;
        }
    }
}
