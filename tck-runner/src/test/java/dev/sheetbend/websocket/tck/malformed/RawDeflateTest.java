package dev.sheetbend.websocket.tck.malformed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests' own compression, without a server. */
class RawDeflateTest {
    @Test
    void theExamplesOfRfc7692Section723AreWrittenAsThere() {
        try (var taking = new RawDeflate(15, true, 15, true)) {
            assertThat(taking.deflate("Hello".getBytes(UTF_8))).asHexString().isEqualTo("F248CDC9C90700");
            assertThat(taking.deflate("Hello".getBytes(UTF_8))).asHexString().isEqualTo("F200110000");
            assertThat(taking.deflate(new byte[0])).asHexString().isEqualTo("00");
        }
        assertThat(RawDeflate.message(new byte[0])).asHexString().isEqualTo("00");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void whatWasDeflatedInAWindowIsInflatedInIt(int bits) throws IOException {
        try (var sender = new RawDeflate(bits, true, 15, true);
                var receiver = new RawDeflate(15, true, bits, true)) {
            for (int size : new int[] {0, 1, 300, 100_000, 0, 70_000}) {
                byte[] message = periodic(size, 700);
                assertThat(receiver.inflate(sender.deflate(message))).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
    void whatReachesFurtherBackThanTheWindowIsNotInflated(int bits) throws IOException {
        byte[] message = periodic(100_000, (1 << bits) + 1);
        try (var sender = new RawDeflate(bits + 1, true, 15, true);
                var receiver = new RawDeflate(15, true, bits, true)) {
            assertThat(receiver.inflate(sender.deflate(message))).isNotEqualTo(message);
        }
    }

    private static byte[] periodic(int size, int period) {
        byte[] start = new byte[period];
        new Random(period).nextBytes(start);
        byte[] all = new byte[size];
        for (int i = 0; i < size; i++) {
            all[i] = start[i % period];
        }
        return all;
    }
}
