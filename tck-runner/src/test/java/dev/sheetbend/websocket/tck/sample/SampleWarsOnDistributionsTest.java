package dev.sheetbend.websocket.tck.sample;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.distribution.DistributionProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The wars on servers as their makers publish them. The thin board is deployed by the README's lines; where our jar is in
 * wars, the board that has it already is beside it, as a newcomer drops it in.
 */
@Tag("distributions")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(SampleWarsOnDistributionsTest.Servers.class)
class SampleWarsOnDistributionsTest extends SampleWarContract {
    private static final String IN_WARS = "-webinf";

    private final Deployed deployed;

    SampleWarsOnDistributionsTest(Deployed deployed) {
        this.deployed = deployed;
    }

    /** A board on a server, whose process is started when it is first used and ends with the test run. */
    record Deployed(Container container, String boardPath, ExtensionContext.Store processes) {
        URI at(String path) {
            DistributionProcess process =
                    processes.getOrComputeIfAbsent(container, Deployed::start, DistributionProcess.class);
            return URI.create("http://127.0.0.1:" + process.httpPort() + path);
        }

        private static DistributionProcess start(Container container) {
            Path directory = TestFiles.newDirectory(container + "-samples");
            DistributionProcess process = isInWars(container)
                    ? start(container, directory, SampleWars.BOARD, SampleWars.CONVERTER)
                    : start(container, directory, copy(SampleWars.THIN_CONVERTER, directory.resolve("converter.war")));
            process.awaitPage(process.contextPath() + "/index.html");
            awaitOurs(process, "/converter");
            if (isInWars(container)) {
                awaitOurs(process, "/board");
            }
            return process;
        }

        /** The server's own WebSocket would serve them as well. */
        private static void awaitOurs(DistributionProcess process, String contextPath) {
            process.awaitPage(contextPath + "/index.html");
            process.awaitLog("endpoints in the application '" + contextPath + "'");
        }

        private static DistributionProcess start(Container container, Path directory, Path... others) {
            return container
                    .distribution()
                    .orElseThrow()
                    .start(container + "-samples", directory, SampleWars.THIN_BOARD, others);
        }

        private static Path copy(Path war, Path to) {
            try {
                return Files.copy(war, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static boolean isWildFly(Container container) {
            return container.toString().startsWith("wildfly");
        }

        static boolean isInWars(Container container) {
            return container.toString().endsWith(IN_WARS);
        }

        @Override
        public String toString() {
            return container + " " + boardPath;
        }
    }

    /** Every distribution that is selected. */
    static final class Servers implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            ExtensionContext.Store processes =
                    context.getRoot().getStore(ExtensionContext.Namespace.create(Servers.class));
            return Container.selected().stream()
                    .filter(container -> container.distribution().isPresent())
                    // In a war as it is, WildFly's own WebSocket stays on: that is switched off by a file of its own.
                    .flatMap(container -> (Deployed.isInWars(container) && !Deployed.isWildFly(container)
                                    ? Stream.of("/app/", "/board/")
                                    : Stream.of("/app/"))
                            .map(path -> Arguments.of(new Deployed(container, path, processes))));
        }
    }

    @Override
    URI board() {
        return deployed.at(deployed.boardPath());
    }

    @Override
    boolean knowsCookieAttributes() {
        // WildFly 39 drops them.
        return !Deployed.isWildFly(deployed.container());
    }

    @Override
    URI converter() {
        return deployed.at("/converter/");
    }
}
