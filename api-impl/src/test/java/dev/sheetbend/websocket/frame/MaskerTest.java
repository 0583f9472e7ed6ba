package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
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
    void tellsWhetherWhatItUnmasksIsAscii() {
        for (int length = 0; length < 40; length++) {
            byte[] plain = new byte[length + 2];
            Arrays.fill(plain, 1, length + 1, (byte) 0x7F);
            plain[0] = (byte) 0x80;
            plain[length + 1] = (byte) 0xFF;
            assertThat(unmask(plain.clone(), length)).isTrue();
            for (int place = 1; place <= length; place++) {
                for (int value : new int[] {0x80, 0xC3, 0xFF}) {
                    byte[] other = plain.clone();
                    other[place] = (byte) value;
                    assertThat(unmask(other, length)).isFalse();
                }
            }
        }
    }

    /** Masks all but the first and the last byte, and unmasks it again. */
    private static boolean unmask(byte[] plain, int length) {
        byte[] masked = plain.clone();
        Masker.mask(masked, 1, length, KEY);
        boolean ascii = Masker.unmask(masked, 1, length, KEY);
        assertThat(masked).isEqualTo(plain);
        return ascii;
    }

    @Test
    void turnsTheKeyByAsManyBytesAsASliceHas() {
        assertThat(Masker.turn(0x01020304, 0)).isEqualTo(0x01020304);
        assertThat(Masker.turn(0x01020304, 1)).isEqualTo(0x02030401);
        assertThat(Masker.turn(0x01020304, 7)).isEqualTo(0x04010203);
        assertThat(Masker.turn(0x01020304, Integer.MAX_VALUE)).isEqualTo(0x04010203);
    }

    @Test
    void refusesASliceOutsideOfTheArray() {
        assertThatThrownBy(() -> Masker.mask(new byte[8], 1, 8, KEY)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
