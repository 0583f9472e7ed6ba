package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
    private static final String ANSWER = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "X-List: a",
            "x-list:\t b ",
            "Empty:",
            "",
            "");

    @Test
    void readsAHeadUnderEverySplitAndLeavesWhatIsBehind() throws AnswerSyntaxException {
        byte[] bytes = (ANSWER + "behind").getBytes(ISO_8859_1);
        for (int first = 0; first <= bytes.length; first++) {
            var parser = new AnswerParser();
            int taken = parser.parse(bytes, 0, first);
            taken += parser.parse(bytes, taken, bytes.length - taken);

            assertThat(taken).isEqualTo(ANSWER.length());
            AnswerHead head = parser.head().orElseThrow();
            assertThat(head.httpVersion()).isEqualTo("HTTP/1.1");
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.headers().all("Upgrade")).containsExactly("websocket");
            assertThat(head.headers().all("X-List")).containsExactly("a", "b");
            assertThat(head.headers().all("empty")).isEqualTo(List.of(""));
        }
    }

    @Test
    void hasNoHeadBeforeTheEmptyLine() throws AnswerSyntaxException {
        var parser = new AnswerParser();
        byte[] bytes = ANSWER.getBytes(ISO_8859_1);
        parser.parse(bytes, 0, bytes.length - 1);

        assertThat(parser.head()).isEmpty();
    }

    @Test
    void skipsInterimAnswers() throws AnswerSyntaxException {
        AnswerHead head = parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ANSWER);

        assertThat(head.status()).isEqualTo(101);
        assertThat(head.headers().contains("Link")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 101 ", "HTTP/1.1 101", "HTTP/1.0 404 Not Found", "HTTP/1.1 503 \u00fcberlastet"})
    void acceptsEveryFormOfReason(String line) throws AnswerSyntaxException {
        assertThat(parse(line + "\r\n\r\n").status()).isEqualTo(Integer.parseInt(line.substring(9, 12)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 101 x",
                "HTTP/1.1  101 x",
                "HTTP/1.1 99 x",
                "HTTP/1.1 600 x",
                "HTTP/1.1 1011 x",
                "http/1.1 101 x",
                "HTTP/1.1\t101 x",
                "ICY 200 OK",
                "",
                "HTTP/1.1 101 x\u0001"
            })
    void refusesWhatIsNoStatusLine(String line) {
        assertThatThrownBy(() -> parse(line + "\r\n\r\n"))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessage("The answer does not begin with a status line of HTTP/1.1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": no name", " Folded: x", "Space : x", "\tx"})
    void refusesAHeaderWithoutAName(String line) {
        assertThatThrownBy(() -> parse("HTTP/1.1 101 x\r\nA: b\r\n" + line + "\r\n\r\n"))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessage("A header line of the answer has no name.");
    }

    @Test
    void refusesAControlCharacterInAValue() {
        assertThatThrownBy(() -> parse("HTTP/1.1 101 x\r\nA: b\u0000c\r\n\r\n"))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessage("A header line of the answer has a control character.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 101 x\n\n", "HTTP/1.1 101 x\rA: b\r\n\r\n", "HTTP/1.1 101 x\r\nA: b\n\r\n"})
    void refusesOtherLineEnds(String head) {
        assertThatThrownBy(() -> parse(head))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessage("A line of the answer's head does not end with CRLF.");
    }

    @Test
    void takesAHeadOf16KibibytesAndNoMore() throws AnswerSyntaxException {
        String start = "HTTP/1.1 101 x\r\nA: ";
        String end = "\r\n\r\n";
        String longest = start + "a".repeat(AnswerParser.MAX_HEAD - start.length() - end.length());

        assertThat(parse(longest + end).status()).isEqualTo(101);
        assertThatThrownBy(() -> parse(longest + "a" + end))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessage("The head of the answer is longer than 16384 bytes.");
    }

    @Test
    void boundsInterimAnswersToo() {
        assertThatThrownBy(() -> parse("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + ANSWER))
                .isInstanceOf(AnswerSyntaxException.class)
                .hasMessageContaining("longer than");
    }

    static AnswerHead parse(String text) throws AnswerSyntaxException {
        var parser = new AnswerParser();
        byte[] bytes = text.getBytes(ISO_8859_1);
        parser.parse(bytes, 0, bytes.length);
        return parser.head().orElseThrow();
    }
}
