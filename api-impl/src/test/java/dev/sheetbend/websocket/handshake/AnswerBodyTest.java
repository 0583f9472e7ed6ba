package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBodyTest {
    @Test
    void readsAsMuchAsContentLengthSays() throws AnswerSyntaxException {
        everySplit("HTTP/1.1 404 x\r\nContent-Length: 4\r\n\r\n", "bodybehind", 100, "body", true);
    }

    @Test
    void readsToTheEndWithoutContentLength() throws AnswerSyntaxException {
        everySplit("HTTP/1.1 404 x\r\n\r\n", "body", 100, "body", false);
        everySplit("HTTP/1.1 404 x\r\nContent-Length: many\r\n\r\n", "body", 100, "body", false);
        everySplit("HTTP/1.1 404 x\r\nTransfer-Encoding: gzip\r\n\r\n", "body", 100, "body", false);
    }

    @ParameterizedTest
    @CsvSource({
        "4|body|0||, body, true",
        "2;x=y|bo|002|dy|0||, body, true",
        "A|0123456789|5|abc, 0123456789abc, false",
        "|, '', true",
        "12345678|, '', true"
    })
    void readsChunks(String chunks, String body, boolean done) throws AnswerSyntaxException {
        everySplit(
                "HTTP/1.1 403 x\r\nTransfer-Encoding: chunked\r\n\r\n", chunks.replace("|", "\r\n"), 100, body, done);
    }

    @Test
    void keepsNoMoreThanIsWanted() throws AnswerSyntaxException {
        everySplit("HTTP/1.1 404 x\r\n\r\n", "0123456789", 4, "0123", true);
        everySplit(
                "HTTP/1.1 403 x\r\nTransfer-Encoding: chunked\r\n\r\n",
                "5\r\n01234\r\n5\r\n56789\r\n",
                7,
                "0123456",
                true);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 204, 304})
    void someAnswersHaveNoBody(int status) throws AnswerSyntaxException {
        everySplit("HTTP/1.1 " + status + " x\r\nContent-Length: 4\r\n\r\n", "body", 100, "", true);
    }

    private static void everySplit(String head, String sent, int most, String expected, boolean done)
            throws AnswerSyntaxException {
        byte[] bytes = sent.getBytes(ISO_8859_1);
        for (int split = 0; split <= bytes.length; split++) {
            var body = new AnswerBody(AnswerParserTest.parse(head), most);
            body.accept(bytes, 0, split);
            body.accept(bytes, split, bytes.length - split);

            assertThat(body.bytes()).isEqualTo(expected.getBytes(ISO_8859_1));
            assertThat(body.isDone()).isEqualTo(done);
        }
    }
}
