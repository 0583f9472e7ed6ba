package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many bytes a message allocates: fails when a change adds an object to the way of every message. */
class AllocationTest {
    /**
     * Bytes that may be allocated for each message, application's objects included. A string of 64 ASCII characters has
     * 104 with its array, an array of 1 KiB 1040. Lower a figure when the path has become leaner.
     */
    private static final Map<HotPathCase, Integer> MOST_BYTES = Map.ofEntries(
            Map.entry(HotPathCase.TEXT_RETURNED, 104),
            Map.entry(HotPathCase.TEXT_RETURNED_BATCH, 104),
            Map.entry(HotPathCase.TEXT_SENT_ASYNC, 176),
            Map.entry(HotPathCase.TEXT_SENT_ASYNC_BATCH, 135),
            Map.entry(HotPathCase.TEXT_SENT_BLOCKING, 104),
            Map.entry(HotPathCase.TEXT_SENT_BLOCKING_BATCH, 104),
            Map.entry(HotPathCase.BINARY_RETURNED, 1040),
            Map.entry(HotPathCase.BINARY_RETURNED_BATCH, 1040),
            Map.entry(HotPathCase.BUFFER_RETURNED_BATCH, 1096),
            Map.entry(HotPathCase.HANDLER_BATCH, 135),
            Map.entry(HotPathCase.PARTIAL_BATCH, 167),
            Map.entry(HotPathCase.FOUR_BYTE_CHARACTERS_BATCH, 152),
            Map.entry(HotPathCase.COMPRESSED_JSON, 1336),
            Map.entry(HotPathCase.COMPRESSED_JSON_BATCH, 1296),
            Map.entry(HotPathCase.PING, 0),
            Map.entry(HotPathCase.FRAGMENTS, 16_488));

    /** Less than the smallest object, so that one more per message shows. */
    private static final int TOLERANCE = 12;

    /** Seldom a compiler leaves an object where it leaves none in the next JVM; one of ours is in all of them. */
    private static final int MOST_JVMS = 3;

    /**
     * In a JVM without the agent of the coverage tool, whose probes make methods too large to be inlined. It compiles in
     * the foreground, so that the same is compiled at the same message each time.
     */
    private static int measured(HotPathCase hotPath) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xbatch",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        classPath(),
                        AllocationMeter.class.getName(),
                        hotPath.name())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return Integer.parseInt(printed.strip());
    }

    private static String classPath() {
        Path target = Path.of("target");
        return String.join(
                System.getProperty("path.separator"),
                target.resolve("classes").toString(),
                target.resolve("test-classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }

    @ParameterizedTest
    @EnumSource
    void nothingMoreIsAllocatedForAMessageThanIsKnown(HotPathCase hotPath) throws Exception {
        int most = MOST_BYTES.get(hotPath) + TOLERANCE;
        int least = measured(hotPath);
        for (int i = 1; i < MOST_JVMS && least > most; i++) {
            least = Math.min(least, measured(hotPath));
        }
        assertThat(least).as("bytes allocated for a message").isLessThanOrEqualTo(most);
    }
}
