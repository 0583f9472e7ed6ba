package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 8.1, with the definition of UTF-8 in RFC 3629. */
class Utf8ValidatorTest {
    /** For prefixes of 1, 2 and 3 bytes: whether they begin or are a character. */
    private static final BitSet[] PREFIXES = {new BitSet(), new BitSet(), new BitSet()};

    private final Utf8Validator validator = new Utf8Validator();

    @BeforeAll
    static void collectThePrefixesOfEveryCharacter() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                int prefix = 0;
                byte[] utf8 = Bytes.utf8(Character.toString(point));
                for (int i = 0; i < Math.min(3, utf8.length); i++) {
                    prefix = (prefix << 8) | (utf8[i] & 0xFF);
                    PREFIXES[i].set(prefix);
                }
            }
        }
    }

    @Test
    void acceptsEveryCharacterUnderEverySplit() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 7) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                byte[] utf8 = Bytes.utf8(Character.toString(point));
                for (int i = 0; i < utf8.length; i++) {
                    assertThat(validator.accept(utf8, i, 1)).isTrue();
                    assertThat(validator.isComplete()).isEqualTo(i == utf8.length - 1);
                    assertThat(validator.pendingBytes()).isEqualTo((i + 1) % utf8.length);
                    assertThat(validator.missingBytes()).isEqualTo(utf8.length - 1 - i);
                }
                assertThat(validator.accept(utf8, 0, utf8.length)).isTrue();
            }
        }
    }

    @Test
    void refusesEverySequenceAtItsFirstByteThatNoCharacterHas() {
        byte[] bytes = new byte[3];
        for (int first = 0; first < 256; first++) {
            bytes[0] = (byte) first;
            for (int second = 0; second < 256; second++) {
                bytes[1] = (byte) second;
                for (int third = 0; third < 256; third += 3) {
                    bytes[2] = (byte) third;
                    validator.reset();
                    int accepted = 0;
                    while (accepted < 3 && validator.accept(bytes, accepted, 1)) {
                        accepted++;
                    }
                    if (accepted != acceptedByTable(bytes)) {
                        throw new AssertionError(Bytes.toHex(bytes, 0, 3) + ": accepted " + accepted);
                    }
                    validator.reset();
                    if (validator.accept(bytes, 0, 3) != (accepted == 3)) {
                        throw new AssertionError(Bytes.toHex(bytes, 0, 3) + " in one slice");
                    }
                }
            }
        }
    }

    /** How many bytes can begin a valid text, judged by the prefixes of all characters. */
    private static int acceptedByTable(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            int prefix = 0;
            for (int j = start; j <= i; j++) {
                prefix = (prefix << 8) | (bytes[j] & 0xFF);
            }
            if (!PREFIXES[i - start].get(prefix)) {
                return i;
            }
            if (i + 1 - start == characterLength(bytes[start])) {
                start = i + 1;
            }
        }
        return bytes.length;
    }

    private static int characterLength(byte lead) {
        int value = lead & 0xFF;
        return value < 0x80 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    @ParameterizedTest
    @CsvSource({
        "c0, 0, overlong form of one byte",
        "c1bf, 0, overlong form of one byte",
        "80, 0, continuation without a lead",
        "bf, 0, continuation without a lead",
        "e09f, 1, overlong form of two bytes",
        "eda0, 1, surrogate",
        "edbf, 1, surrogate",
        "f08f, 1, overlong form of three bytes",
        "f490, 1, above U+10FFFF",
        "f5, 0, above U+10FFFF",
        "fe, 0, never in UTF-8",
        "ff, 0, never in UTF-8",
        "c241, 1, lead without continuation",
        "e2c2, 1, lead without continuation",
        "e28241, 2, lead without its second continuation",
        "f09f9841, 3, lead without its third continuation",
        "cebae1bdb9cf83cebcceb5eda080656469746564, 12, surrogate in text",
        "cebae1bdb9cf83cebcceb5f4908080656469746564, 12, above U+10FFFF in text",
    })
    void refusesAtTheFirstBadByteWhereverTheSlicesEnd(String hex, int badByte, String why) {
        byte[] bytes = Bytes.hex(hex);
        for (int lead = 0; lead < 20; lead++) {
            byte[] text = Bytes.concat(Bytes.utf8("a".repeat(lead)), bytes);
            int bad = lead + badByte;
            for (int cut = 0; cut <= bad; cut++) {
                validator.reset();
                assertThat(validator.accept(text, 0, cut)).as(why).isTrue();
                assertThat(validator.accept(text, cut, bad - cut)).as(why).isTrue();
                assertThat(validator.accept(text, bad, 1)).as(why).isFalse();
                validator.reset();
                assertThat(validator.accept(text, 0, cut)).as(why).isTrue();
                assertThat(validator.accept(text, cut, text.length - cut))
                        .as(why)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abcdefg", "abcdefgh", "abcdefghi", "0123456789abcdefghijklmnopqrstuvwxyz"})
    void knowsThatTextIsAscii(String text) {
        byte[] utf8 = Bytes.utf8(text);
        assertThat(validator.accept(utf8, 0, utf8.length)).isTrue();
        assertThat(validator.isAscii()).isTrue();
        assertThat(validator.isComplete()).isTrue();
    }

    @Test
    void findsACharacterThatIsNotAsciiAtEveryPlace() {
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 20; behind++) {
                byte[] utf8 = Bytes.utf8("a".repeat(before) + "\u20AC" + "b".repeat(behind));
                validator.reset();
                assertThat(validator.accept(utf8, 0, utf8.length)).isTrue();
                assertThat(validator.isAscii()).isFalse();
                assertThat(validator.isComplete()).isTrue();
                validator.reset();
                assertThat(validator.isAscii()).isTrue();
            }
        }
    }

    @Test
    void forgetsAnIncompleteCharacterWhenItIsReset() {
        assertThat(validator.accept(Bytes.hex("f09f98"), 0, 3)).isTrue();
        validator.reset();
        assertThat(validator.isComplete()).isTrue();
        assertThat(validator.pendingBytes()).isZero();
        assertThat(validator.accept(Bytes.hex("80"), 0, 1)).isFalse();
    }

    @Test
    void refusesASliceOutsideOfTheArray() {
        assertThatThrownBy(() -> validator.accept(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
