package dev.sheetbend.websocket.tck;

import java.nio.file.Path;
import java.util.List;

/**
 * A container in a JVM of its own, so that no two of them meet on one class path. Any thread may call.
 */
public interface ServerProcess extends AutoCloseable {
    /**
     * How much memory the process has.
     *
     * @param resident bytes that are in memory now, after a collection
     * @param most the same at its highest since the last call
     */
    record Memory(long resident, long most) {}

    /** Starts a container with every endpoint of the suite, and waits until it serves. */
    static ServerProcess start(Container container) {
        return container.distribution().isPresent()
                ? container.distribution().get().start(container.toString())
                : LauncherProcess.start(container);
    }

    /**
     * Starts something else that says {@code READY} as a launcher does, and ends when its standard input does.
     *
     * @param name for failures
     * @param directory for its log
     */
    static ServerProcess start(String name, List<String> command, Path directory) {
        return LauncherProcess.start(name, command, directory);
    }

    /** The port for {@code http} and {@code ws}. */
    int httpPort();

    /** The port for {@code https} and {@code wss}. */
    int httpsPort();

    /** Where the application is: a slash and its name. */
    String contextPath();

    /** Stops the application and then the container, in order. The JVM may stay, to be asked what is left. */
    void stop();

    /** Names of the live threads that are ours. */
    List<String> threads();

    /** How much memory the process has; zero where the system does not tell. */
    Memory memory();

    /** What the container and the application have logged so far. */
    String log();

    /** Ends the JVM: in order if it obeys, and by force if it does not. Returns its exit code, 0 for an end in order. */
    int end();

    @Override
    default void close() {
        end();
    }
}
