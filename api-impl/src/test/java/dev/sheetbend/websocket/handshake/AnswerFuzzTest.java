package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Answers that are nearly right or not at all, in pieces of every size: one outcome, and one type of failure. */
class AnswerFuzzTest {
    /** What is broken below: one answer for each part of the grammar. */
    private static final List<String> SEEDS = List.of(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\u0081\u0005hello",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 101 \r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: wss://example.com/\r\nContent-Length: 5\r\n\r\nmoved",
            "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
            "HTTP/1.0 404 Not Found\r\nDate: today\r\n\r\nno length, until the end",
            "HTTP/1.1 204 None\r\nA:b\r\nEmpty:\r\nTabs:\t x \t\r\n\r\n");

    /** What an answer came to. */
    private record Outcome(String head, String failure, int taken, String body) {}

    /** A change at a place that is taken modulo the length. */
    private record Mutation(int kind, int place, byte value) {
        byte[] apply(byte[] bytes) {
            int at = Math.floorMod(place, bytes.length);
            return switch (kind) {
                case 0 -> {
                    byte[] changed = bytes.clone();
                    changed[at] = value;
                    yield changed;
                }
                case 1 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
                case 2 -> join(join(Arrays.copyOf(bytes, at), value), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> Arrays.copyOf(bytes, at);
                // Twice from here on.
                default -> join(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
            };
        }
    }

    private static byte[] join(byte[] some, byte... more) {
        byte[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Provide
    Arbitrary<byte[]> answers() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.of((byte) '\r', (byte) '\n', (byte) ' ', (byte) ':', (byte) ';', (byte) '0', (byte) 0));
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.integers().between(0, 4), Arbitraries.integers(), bytes)
                .as(Mutation::new);
        return Combinators.combine(Arbitraries.of(SEEDS), mutation.list().ofMaxSize(4))
                .as((seed, mutations) -> {
                    byte[] answer = seed.getBytes(ISO_8859_1);
                    for (Mutation each : mutations) {
                        answer = answer.length == 0 ? answer : each.apply(answer);
                    }
                    return answer;
                });
    }

    @Property(tries = 2000)
    void comesToTheSameUnderEverySplit(@ForAll("answers") byte[] answer) {
        Outcome whole = read(answer, answer.length);
        for (int piece = 1; piece <= Math.min(answer.length, 40); piece++) {
            assertThat(read(answer, piece)).as("in pieces of %d bytes", piece).isEqualTo(whole);
        }
        for (int first = 0; first < answer.length; first++) {
            assertThat(readInTwo(answer, first)).as("cut at %d", first).isEqualTo(whole);
        }
    }

    @Property(tries = 1000)
    void whateverComesThereIsAnOutcome(@ForAll byte[] bytes, @ForAll long seed) {
        byte[] answer = join("HTTP/1.1 500 x\r\n".getBytes(ISO_8859_1), bytes);
        Random random = new Random(seed);
        Outcome outcome = read(answer, 1 + random.nextInt(answer.length));

        assertThat(!outcome.head().isEmpty() && !outcome.failure().isEmpty()).isFalse();
        assertThat(outcome.taken()).isLessThanOrEqualTo(answer.length);
        assertThat(read(bytes, Math.max(bytes.length, 1)).taken()).isLessThanOrEqualTo(bytes.length);
    }

    @Property(tries = 500)
    void anEndlessHeadEnds(@ForAll("endless") byte[] part) {
        var parser = new AnswerParser();
        int size = 0;
        boolean failed = false;
        while (!failed && parser.head().isEmpty() && size <= AnswerParser.MAX_HEAD) {
            try {
                size += parser.parse(part, 0, part.length);
            } catch (AnswerSyntaxException e) {
                failed = true;
            }
        }

        assertThat(failed || parser.head().isPresent()).isTrue();
    }

    @Provide
    Arbitrary<byte[]> endless() {
        return Arbitraries.of("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 101 ", "A: b\r\n", "x", "\r\n", "\t")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    private static Outcome read(byte[] answer, int piece) {
        var reading = new Reading();
        for (int at = 0; at < answer.length; at += piece) {
            reading.accept(answer, at, Math.min(piece, answer.length - at));
        }
        return reading.outcome();
    }

    private static Outcome readInTwo(byte[] answer, int first) {
        var reading = new Reading();
        reading.accept(answer, 0, first);
        reading.accept(answer, first, answer.length - first);
        return reading.outcome();
    }

    /** Does as the client does: the head, and what is behind it as a body. */
    private static final class Reading {
        private static final int MOST = 20;

        private final AnswerParser parser = new AnswerParser();
        private Optional<AnswerBody> body = Optional.empty();
        private String failure = "";
        private int taken;

        void accept(byte[] array, int offset, int length) {
            int here = 0;
            if (parser.head().isEmpty() && failure.isEmpty()) {
                try {
                    here = parser.parse(array, offset, length);
                    taken += here;
                    body = parser.head().map(head -> new AnswerBody(head, MOST));
                } catch (AnswerSyntaxException e) {
                    failure = e.getMessage();
                }
            }
            int behind = here;
            body.ifPresent(some -> some.accept(array, offset + behind, length - behind));
        }

        Outcome outcome() {
            String head = parser.head()
                    .map(some -> some.httpVersion() + " " + some.status() + " "
                            + some.headers().asMap())
                    .orElse("");
            String text = body.map(some -> new String(some.bytes(), ISO_8859_1)).orElse("");
            assertThat(text.length()).isLessThanOrEqualTo(MOST);
            return new Outcome(head, failure, failure.isEmpty() ? taken : 0, text);
        }
    }
}
