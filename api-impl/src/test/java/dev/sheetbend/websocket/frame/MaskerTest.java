package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** RFC 6455, 5.3. */
class MaskerTest {
    private static final int KEY = 0x37FA213D;

    @Test
    void masksTheExampleOfTheRfc() {
        byte[] hello = Bytes.utf8("Hello");
        Masker.mask(hello, 0, 5, KEY);
        assertThat(hello).isEqualTo(Bytes.hex("7f9f4d5158"));
    }

    @Test
    void masksEveryOffsetAndLengthAsTheFormulaOfTheRfcDoes() {
        byte[] key = ByteBuffer.allocate(4).putInt(KEY).array();
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 40; length++) {
                byte[] original = Bytes.pattern(60);
                byte[] masked = original.clone();
                Masker.mask(masked, offset, length, KEY);
                for (int i = 0; i < masked.length; i++) {
                    boolean inside = i >= offset && i < offset + length;
                    int expected = inside ? original[i] ^ key[(i - offset) % 4] : original[i];
                    assertThat(masked[i]).isEqualTo((byte) expected);
                }
            }
        }
    }

    @Test
    void goesOnWithTheTurnedKeyWhereTheSliceBeforeEnded() {
        byte[] whole = Bytes.pattern(40);
        Masker.mask(whole, 0, 40, KEY);
        for (int first = 0; first <= 20; first++) {
            for (int second = 0; second <= 20; second++) {
                byte[] sliced = Bytes.pattern(40);
                int key = Masker.mask(sliced, 0, first, KEY);
                key = Masker.mask(sliced, first, second, key);
                Masker.mask(sliced, first + second, 40 - first - second, key);
                assertThat(sliced).isEqualTo(whole);
            }
        }
    }

    @Test
    void unmasksWhatItMasked() {
        byte[] bytes = Bytes.pattern(1000);
        Masker.mask(bytes, 0, 1000, KEY);
        Masker.mask(bytes, 0, 1000, KEY);
        assertThat(bytes).isEqualTo(Bytes.pattern(1000));
    }

    @Test
    void refusesASliceOutsideOfTheArray() {
        assertThatThrownBy(() -> Masker.mask(new byte[8], 1, 8, KEY)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
