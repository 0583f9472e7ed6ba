package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 8.1: what the JDK's strict decoder takes, and nothing else. */
class Utf8DecoderTest {
    private static final String MALFORMED = "malformed";

    private static String decode(byte[] bytes) {
        // What stands around a text must neither be read nor written.
        byte[] around = Bytes.concat(Bytes.hex("c3"), bytes, Bytes.hex("a9a9a9"));
        char[] target = new char[bytes.length];
        int count = Utf8Decoder.decode(around, 1, bytes.length, target);
        return count == Utf8Decoder.MALFORMED ? MALFORMED : new String(target, 0, count);
    }

    private static String decodeStrictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return MALFORMED;
        }
    }

    /** Whether the validator takes them as a whole text, in two slices. */
    private static boolean validates(byte[] bytes, int cut) {
        var validator = new Utf8Validator();
        return validator.accept(bytes, 0, cut)
                && validator.accept(bytes, cut, bytes.length - cut)
                && validator.isComplete();
    }

    @Test
    void decodesEveryCodePoint() {
        var all = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
            if ((point & 0xFFF) == 0xFFF) {
                assertThat(decode(Bytes.utf8(all.toString()))).isEqualTo(all.toString());
                all.setLength(0);
            }
        }
    }

    @Test
    void decodesRunsOfAsciiOfEveryLength() {
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 20; behind++) {
                String text = "a\u007F".repeat(before) + "\u00E9" + "bcd".repeat(behind);
                assertThat(decode(Bytes.utf8(text))).isEqualTo(text);
                assertThat(decode(Bytes.concat(Bytes.utf8(text), Bytes.hex("80"))))
                        .isEqualTo(MALFORMED);
            }
        }
    }

    @Test
    void takesOfAllShortSequencesThoseThatTheStrictDecoderTakes() {
        byte[] bytes = new byte[3];
        for (int first = 0x7F; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (int third = 0x60; third < 256; third += 3) {
                    bytes[0] = (byte) first;
                    bytes[1] = (byte) second;
                    bytes[2] = (byte) third;
                    if (!decode(bytes).equals(decodeStrictly(bytes))) {
                        throw new AssertionError(Bytes.toHex(bytes, 0, 3));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0",
                "c080",
                "c1bf",
                "c2",
                "c241",
                "c2c2",
                "dfc0",
                "e0",
                "e080",
                "e08080",
                "e09fbf",
                "e0a0",
                "e2",
                "e282",
                "e28241",
                "e241ac",
                "eda080",
                "edbfbf",
                "eda080edb080",
                "f0",
                "f09f",
                "f09f98",
                "f0808080",
                "f08fbfbf",
                "f09f9841",
                "f09f4180",
                "f0419880",
                "f4908080",
                "f5808080",
                "f7bfbfbf",
                "f8808080",
                "fe",
                "ff",
                "fffefdfc",
            })
    void refusesWhatIsMalformedWhereverItStands(String hex) {
        for (String before : new String[] {"", "a", "abcdefghijk", "\u00E9", "\u20AC", "\uD83D\uDE00"}) {
            for (String behind : new String[] {"", "a", "\u00E9", "abcdefghijklmnop"}) {
                byte[] bytes = Bytes.concat(Bytes.utf8(before), Bytes.hex(hex), Bytes.utf8(behind));
                assertThat(decode(bytes)).isEqualTo(MALFORMED);
                for (int cut = 0; cut <= bytes.length; cut++) {
                    assertThat(validates(bytes, cut)).as("cut at " + cut).isFalse();
                }
            }
        }
    }

    @Property(tries = 2000)
    void decodesAndValidatesAnyTextAsTheJdkDoes(@ForAll String any) {
        byte[] bytes = Bytes.utf8(any);
        String expected = new String(bytes, StandardCharsets.UTF_8);
        assertThat(decode(bytes)).isEqualTo(expected);
        for (int cut = 0; cut <= bytes.length; cut += 3) {
            assertThat(validates(bytes, cut)).isTrue();
        }
        assertThat(Utf8Validator.isAscii(bytes, 0, bytes.length)).isEqualTo(bytes.length == any.length());
    }

    @Property(tries = 5000)
    void judgesAnyBytesAsTheJdkDoes(@ForAll @Size(max = 12) byte[] bytes) {
        assertThat(decode(bytes)).isEqualTo(decodeStrictly(bytes));
    }

    @Property(tries = 2000)
    void judgesTextWithOneWrongByteAsTheJdkDoes(@ForAll String any, @ForAll int place, @ForAll byte wrong) {
        byte[] bytes = Bytes.utf8(any + "\uD83D\uDE00");
        bytes[Math.floorMod(place, bytes.length)] = wrong;
        String expected = decodeStrictly(bytes);
        assertThat(decode(bytes)).isEqualTo(expected);
        assertThat(validates(bytes, Math.floorMod(place, bytes.length))).isEqualTo(!expected.equals(MALFORMED));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThat(decode(cut)).isEqualTo(decodeStrictly(cut));
    }

    @Test
    void refusesASliceOutsideOfTheArrayAndATargetThatIsTooShort() {
        assertThatThrownBy(() -> Utf8Decoder.decode(new byte[2], 1, 2, new char[2]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Utf8Decoder.decode(new byte[2], 0, 2, new char[1]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
