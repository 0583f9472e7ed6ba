package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many bytes an echo allocates in a container: fails when a transport makes an object for each read or write. */
class EchoAllocationTest {
    /** Of a string of 64 ASCII characters with its array, which is what the API hands over. */
    private static final int MOST_BYTES = 104;

    /** Less than the smallest object, for what the container's other threads do meanwhile. */
    private static final int TOLERANCE = 12;

    /** Seldom a compiler leaves an object where it leaves none in the next JVM; one of ours is in all of them. */
    private static final int MOST_JVMS = 3;

    private static int measured(String container) throws Exception {
        Path target = Path.of("target");
        String classPath = String.join(
                System.getProperty("path.separator"),
                target.resolve("classes").toString(),
                target.resolve("test-classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xbatch",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        EchoAllocationMeter.class.getName(),
                        container)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return Integer.parseInt(printed.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tomcat", "Jetty", "Undertow"})
    void anEchoAllocatesWhatTheApplicationGetsAndNothingElse(String container) throws Exception {
        int most = MOST_BYTES + TOLERANCE;
        int least = measured(container);
        for (int i = 1; i < MOST_JVMS && least > most; i++) {
            least = Math.min(least, measured(container));
        }
        assertThat(least).as("bytes allocated for an echo").isLessThanOrEqualTo(most);
    }
}
