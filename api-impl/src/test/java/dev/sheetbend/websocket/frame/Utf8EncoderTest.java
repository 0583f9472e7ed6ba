package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.6: the same bytes as the JDK makes. */
class Utf8EncoderTest {
    private static void check(String text) {
        byte[] expected = Bytes.utf8(text);
        assertThat(Utf8Encoder.length(text)).isEqualTo(expected.length);
        byte[] target = new byte[expected.length + 2];
        assertThat(Utf8Encoder.encode(text, target, 1)).isEqualTo(expected.length + 1);
        assertThat(target).isEqualTo(Bytes.concat(new byte[1], expected, new byte[1]));
    }

    @Test
    void encodesEveryCodePoint() {
        var all = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            all.appendCodePoint(point);
            if ((point & 0xFFF) == 0xFFF) {
                check(all.toString());
                all.setLength(0);
            }
        }
    }

    @Test
    void findsACharacterThatIsNotAsciiAtEveryPlace() {
        for (int length = 0; length < 200; length++) {
            String ascii = "\u007F".repeat(length);
            assertThat(Utf8Encoder.isAscii(ascii)).isTrue();
            for (int place = 0; place < length; place++) {
                for (char other : new char[] {'\u0080', '\u00FF', '\u0141', '\uD83D'}) {
                    String text = ascii.substring(0, place) + other + ascii.substring(place + 1);
                    assertThat(Utf8Encoder.isAscii(text)).isFalse();
                    assertThat(Utf8Encoder.isAscii(text, place)).isTrue();
                    assertThat(Utf8Encoder.isAscii(text, place + 1)).isFalse();
                }
            }
        }
    }

    @Test
    void copiesAsciiWhetherItsStringKeepsBytesOrNot() {
        byte[] target = new byte[5];
        Utf8Encoder.encodeAscii("abc", target, 1);
        assertThat(target).isEqualTo(Bytes.hex("0061626300"));
        Utf8Encoder.encodeAscii("\u20ACdef".substring(1), target, 0);
        assertThat(target).isEqualTo(Bytes.hex("6465666300"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uD83D",
                "\uDE00",
                "a\uD83D",
                "\uD83Da",
                "\uD83D\uD83D\uDE00",
                "\uDE00\uD83D",
                "\uD83D\uDE00\uDE00",
            })
    void aSurrogateWithoutItsOtherHalfBecomesAQuestionMark(String text) {
        check(text);
    }
}
