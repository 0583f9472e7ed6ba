package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.conformance.ClientEndpoints.Form;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Specification, chapter 6, for clients. */
class ClientDeploymentConformanceTest extends ClientWar {
    private static final Path TARGET =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target");

    /** The peers. */
    @Deployment(testable = false)
    static WebArchive war() {
        return peers("client-deployment");
    }

    @ParameterizedTest
    @EnumSource
    void section_6_1_connectToServerDeploysAClientEndpoint(Form form) throws Exception {
        order(connect(form), "hello");

        awaitNotes("open 1 true true", "text hello true");
    }

    @Test
    void wsc_6_5_1_aClientNeedsJavaSeAndTheApiOnly() throws Exception {
        String classPath = Stream.of(
                        "test-classes",
                        "drop-in/sheetbend-websocket.jar",
                        "drop-in/jakarta.websocket-api.jar",
                        "drop-in/jakarta.websocket-client-api.jar")
                .map(entry -> TARGET.resolve(entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
        Path output = Files.createTempFile(TARGET, "lone-client-", ".txt");
        Process client = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        LoneClient.class.getName(),
                        uri("ws", "peer").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(client.waitFor(2L * SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(output).content().isEqualToIgnoringNewLines("received alone");
            assertThat(client.exitValue()).isZero();
        } finally {
            client.destroyForcibly();
        }
    }
}
