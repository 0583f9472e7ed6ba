package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far back references reach: {@link Window}, and the windows that RFC 7692, 7.1.2 limits. */
class WindowTest {
    @Nested
    class Memory {
        /** Compresses a text with the text itself for a dictionary, and inflates it with the window for one. */
        private static void assertHolds(Window window, byte[] expected) throws DataFormatException {
            assertThat(window.size()).isEqualTo(expected.length);
            var deflater = new Deflater(9, true);
            var inflater = new Inflater(true);
            try {
                deflater.setDictionary(expected);
                deflater.setInput(expected);
                deflater.finish();
                byte[] compressed = new byte[expected.length + 100];
                int length = deflater.deflate(compressed);
                window.prime(inflater);
                inflater.setInput(compressed, 0, length);
                byte[] again = new byte[expected.length];
                assertThat(inflater.inflate(again)).isEqualTo(expected.length);
                assertThat(again).isEqualTo(expected);
            } finally {
                deflater.end();
                inflater.end();
            }
        }

        private static byte[] noise(int length) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            return bytes;
        }

        @Test
        void keepsTheLastBytes() throws DataFormatException {
            byte[] bytes = noise(20_000);
            for (int step : List.of(1, 7, 100, 1000, 3000, 20_000)) {
                var window = new Window(2048);
                for (int from = 0; from < bytes.length; from += step) {
                    int to = Math.min(bytes.length, from + step);
                    window.add(bytes, from, to - from);
                    if (from % 500 == 0) {
                        assertHolds(window, Arrays.copyOfRange(bytes, Math.max(0, to - 2048), to));
                    }
                }
            }
        }

        @Test
        void forgetsWhatItIsToldTo() throws DataFormatException {
            var window = new Window(1000);
            window.add(noise(1500), 0, 1500);
            window.clear();
            assertThat(window.size()).isZero();

            window.add(noise(700), 0, 700);
            assertHolds(window, noise(700));
        }

        @Test
        void isCopiedOldestByteFirst() throws DataFormatException {
            byte[] bytes = noise(2500);
            var window = new Window(1000);
            var copy = new Window(700);
            window.copyTo(copy);
            assertThat(copy.size()).isZero();

            window.add(bytes, 0, 300);
            window.copyTo(copy);
            assertHolds(copy, Arrays.copyOf(bytes, 300));
            window.add(bytes, 300, 2200);
            window.copyTo(copy);
            assertHolds(copy, Arrays.copyOfRange(bytes, 1800, 2500));
            assertHolds(window, Arrays.copyOfRange(bytes, 1500, 2500));
        }

        @Test
        void growsWithWhatIsThereUpToItsLimit() {
            var window = new Window(2000);
            assertThat(window.capacity()).isZero();
            window.add(noise(600), 0, 600);
            assertThat(window.capacity()).isEqualTo(1024);
            window.add(noise(5000), 0, 5000);
            assertThat(window.capacity()).isEqualTo(2000);

            window.release();
            assertThat(window.capacity()).isZero();
            assertThat(window.size()).isZero();
        }

        @Test
        void withoutALimitOfAnyUseKeepsNothing() {
            var window = new Window(0);
            window.add(noise(10), 0, 10);

            assertThat(window.size()).isZero();
            assertThat(window.capacity()).isZero();
        }
    }

    @Nested
    @DisplayName("7.1.2: limiting the LZ77 sliding window size")
    class OfTheSender {
        /** Random bytes, and again the same bytes: nothing but a reference can make them smaller. */
        private static byte[] repeatedAfter(int distance) {
            byte[] bytes = new byte[distance];
            new Random(distance).nextBytes(bytes);
            return Bytes.concat(bytes, Arrays.copyOf(bytes, Math.min(distance, 200)));
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void isKeptWithinOneMessage(int bits) {
            for (int distance :
                    List.of(1 << (bits - 2), (1 << bits) - 1, 1 << bits, (1 << bits) + 1, 3 << (bits - 1))) {
                byte[] message = repeatedAfter(distance);
                try (var stages = Stages.of(false, bits)) {
                    assertThat(new JzlibInflater(bits).message(stages.send(message)))
                            .isEqualTo(message);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void isKeptAcrossMessages(int bits) {
            var texts = new SampleTexts(bits);
            var jzlib = new JzlibInflater(bits);
            try (var stages = Stages.of(true, bits)) {
                for (int i = 0; i < 200; i++) {
                    byte[] message = texts.json(1 + (i * 37) % 700);
                    assertThat(jzlib.message(stages.send(message))).isEqualTo(message);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void isUsed(int bits) {
            byte[] message = repeatedAfter(1 << (bits - 2));
            try (var stages = Stages.of(true, bits)) {
                assertThat(stages.send(message)).hasSizeLessThan(message.length);
            }
        }

        @Test
        void ofAnotherCompressorWouldBeNoticed() {
            byte[] message = repeatedAfter(4096);
            try (var stages = Stages.of(false, 15)) {
                byte[] sent = stages.send(message);
                assertThat(new JzlibInflater(9).message(sent)).isNotEqualTo(message);
            }
        }
    }

    @Nested
    @DisplayName("7.1.2: the window of the receiver")
    class OfTheReceiver {
        @ParameterizedTest
        @ValueSource(ints = {8, 12, 15})
        void reachesAsFarAsAgreed(int bits) {
            byte[] text = new SampleTexts(1).json(1 << bits);
            try (var stages = Stages.of(true, bits)) {
                stages.receive(new Reference().text(text));
                stages.receive(Reference.copy(1 << bits));

                assertThat(stages.received.frames().get(1).bytes()).isEqualTo(Arrays.copyOf(text, 3));
            }
        }
    }

    /** Makes compressed messages bit by bit. */
    private static final class Reference {
        private final Deflater deflater = new Deflater(9, true);

        byte[] text(byte[] text) {
            try {
                deflater.setInput(text);
                byte[] compressed = new byte[text.length + 100];
                int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
                return Arrays.copyOf(compressed, length - SliceWriter.TAIL_LENGTH);
            } finally {
                deflater.end();
            }
        }

        /** A message of three bytes which stand that far back: a power of two from 256 on. */
        static byte[] copy(int distance) {
            // RFC 1951, 3.2.6: not final, fixed codes; length 3 is code 257; then 5 bits of distance code, and extra
            // bits.
            int power = Integer.numberOfTrailingZeros(distance);
            int code = 2 * power - 1;
            var bits = new StringBuilder("0" + "10" + "0000001");
            for (int i = 4; i >= 0; i--) {
                bits.append((code >> i) & 1);
            }
            // The distances of this code end at the power of two, so all extra bits are ones.
            bits.append("1".repeat(power - 2));
            // End of the block, then the header of an empty block without compression.
            bits.append("0000000").append("000");
            byte[] bytes = new byte[(bits.length() + 7) / 8];
            for (int i = 0; i < bits.length(); i++) {
                bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (i % 8));
            }
            return bytes;
        }
    }
}
