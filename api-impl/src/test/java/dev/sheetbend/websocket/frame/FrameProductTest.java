package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The full product of first bytes, mask bits and length forms, for both roles, inside and outside of a message, with
 * and without legal reserved bits, against the rules of RFC 6455 written down a second time.
 */
class FrameProductTest {
    private static final ReservedBits RSV1_ON_MESSAGES =
            opcode -> opcode == Opcode.TEXT || opcode == Opcode.BINARY ? FrameHeader.RSV1 : 0;

    /** What the second time says: the rule that breaks, and the byte of the header that breaks it. */
    private record Verdict(int badByte, String rule) {}

    /** A length code and what follows it. */
    private record LengthForm(int code, long value) {
        int bytes() {
            return code == 126 ? 2 : code == 127 ? 8 : 0;
        }
    }

    private static List<LengthForm> lengthForms() {
        var forms = new ArrayList<LengthForm>();
        for (int code : new int[] {0, 1, 2, 124, 125}) {
            forms.add(new LengthForm(code, code));
        }
        for (int value : new int[] {0, 1, 125, 126, 127, 255, 256, 32_767, 32_768, 65_535}) {
            forms.add(new LengthForm(126, value));
        }
        for (long value : new long[] {
            0,
            125,
            126,
            32_768,
            65_535,
            65_536,
            65_537,
            1L << 31,
            1L << 32,
            1L << 62,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1
        }) {
            forms.add(new LengthForm(127, value));
        }
        return forms;
    }

    /** What stands before the header: a fresh parser, or one that has read the first frame of a message. */
    private record Situation(Role role, boolean insideMessage, boolean rsv1Legal) {
        FrameParser parser(RecordingConsumer consumer) {
            var parser = new FrameParser(role, true, rsv1Legal ? RSV1_ON_MESSAGES : ReservedBits.NONE, consumer);
            if (insideMessage) {
                byte[] start = Wire.frameTo(role, 0x02, "");
                parser.parse(start, 0, start.length);
            }
            return parser;
        }
    }

    /** How many pieces were taken, and what the next one was refused with. */
    private record Attempt(int piecesTaken, Optional<WebSocketFailure> failure) {}

    static List<Situation> situations() {
        var situations = new ArrayList<Situation>();
        for (Role role : Role.values()) {
            for (boolean insideMessage : new boolean[] {false, true}) {
                for (boolean rsv1Legal : new boolean[] {false, true}) {
                    situations.add(new Situation(role, insideMessage, rsv1Legal));
                }
            }
        }
        return situations;
    }

    @ParameterizedTest
    @MethodSource("situations")
    void everyHeaderIsTakenOrRefusedAtItsFirstBadByte(Situation situation) {
        for (int firstByte = 0; firstByte < 256; firstByte++) {
            for (int maskBit : new int[] {0, 0x80}) {
                for (LengthForm form : lengthForms()) {
                    byte[] header = Wire.start(firstByte, maskBit | form.code, form.value, form.bytes());
                    if (maskBit != 0) {
                        header = Bytes.concat(header, Wire.KEY);
                    }
                    var verdict = verdict(situation, firstByte, maskBit != 0, form);
                    if (verdict.isPresent()) {
                        checkRefused(situation, header, verdict.get());
                    } else {
                        checkTaken(situation, header, expectedFrame(firstByte, form));
                    }
                }
            }
        }
    }

    private static Optional<Verdict> verdict(Situation situation, int firstByte, boolean masked, LengthForm form) {
        int opcode = firstByte % 16;
        boolean control = opcode >= 8;
        var atFirstByte = verdictOnFirstByte(situation, firstByte >= 0x80, firstByte / 16 % 8, opcode);
        if (atFirstByte.isPresent()) {
            return atFirstByte.map(rule -> new Verdict(0, rule));
        }
        if (situation.role == Role.SERVER && !masked) {
            return Optional.of(new Verdict(1, "A client must mask its frames."));
        }
        if (situation.role == Role.CLIENT && masked) {
            return Optional.of(new Verdict(1, "A server must not mask its frames."));
        }
        if (control && form.code >= 126) {
            return Optional.of(new Verdict(1, "The payload of a control frame must not exceed 125 bytes."));
        }
        if (form.code == 127 && form.value < 0) {
            return Optional.of(new Verdict(2, "The most significant bit of a payload length must be 0."));
        }
        if (form.code == 126 && form.value < 126) {
            return Optional.of(new Verdict(3, "The payload length must be encoded in the fewest bytes."));
        }
        if (form.code == 127 && form.value < 65_536) {
            // Six zero bytes leave no more than 65535.
            return Optional.of(new Verdict(7, "The payload length must be encoded in the fewest bytes."));
        }
        return Optional.empty();
    }

    private static Optional<String> verdictOnFirstByte(Situation situation, boolean fin, int rsv, int opcode) {
        boolean beginsMessage = opcode == 1 || opcode == 2;
        if ((opcode >= 3 && opcode <= 7) || opcode >= 11) {
            return Optional.of("The opcode 0x" + "0123456789abcdef".charAt(opcode) + " is reserved.");
        }
        if (rsv != 0 && !(rsv == 4 && situation.rsv1Legal && beginsMessage)) {
            return Optional.of("A reserved bit is set that no extension gives a meaning to.");
        }
        if (opcode >= 8 && !fin) {
            return Optional.of("Control frames must not be fragmented.");
        }
        if (opcode == 0 && !situation.insideMessage) {
            return Optional.of("A continuation frame came without a message to continue.");
        }
        if (beginsMessage && situation.insideMessage) {
            return Optional.of("A new message began before the one before was finished.");
        }
        return Optional.empty();
    }

    private static void checkRefused(Situation situation, byte[] header, Verdict verdict) {
        // Before the bad byte there is nothing to refuse, wherever the header is cut; behind it, it is too late.
        for (int cut = 0; cut < header.length; cut++) {
            var consumer = new RecordingConsumer();
            var parser = situation.parser(consumer);
            var attempt = feed(parser, header, cut);
            String context = situation + " " + Bytes.toHex(header, 0, header.length) + " cut at " + cut;
            assertThat(attempt.piecesTaken).as(context).isEqualTo(verdict.badByte < cut ? 0 : 1);
            assertThat(attempt.failure).as(context).get().satisfies(failure -> {
                assertThat(failure).hasMessage(verdict.rule);
                assertThat(failure.closeCode()).isEqualTo(1002);
            });
            assertThat(parser.isStopped()).isTrue();
            assertThat(consumer.frames()).as(context).hasSize(situation.insideMessage ? 1 : 0);
        }
    }

    private static void checkTaken(Situation situation, byte[] header, String expected) {
        for (int cut = 0; cut < header.length; cut++) {
            var consumer = new RecordingConsumer();
            var attempt = feed(situation.parser(consumer), header, cut);
            String context = situation + " " + Bytes.toHex(header, 0, header.length) + " cut at " + cut;
            assertThat(attempt).as(context).isEqualTo(new Attempt(2, Optional.empty()));
            assertThat(consumer.frames()).as(context).last().isEqualTo(expected);
        }
    }

    private static Attempt feed(FrameParser parser, byte[] header, int cut) {
        byte[] copy = header.clone();
        int taken = 0;
        try {
            parser.parse(copy, 0, cut);
            taken++;
            parser.parse(copy, cut, copy.length - cut);
            taken++;
            return new Attempt(taken, Optional.empty());
        } catch (WebSocketFailure failure) {
            return new Attempt(taken, Optional.of(failure));
        }
    }

    private static String expectedFrame(int firstByte, LengthForm form) {
        String[] names = {"CONTINUATION", "TEXT", "BINARY", "", "", "", "", "", "CLOSE", "PING", "PONG"};
        String line =
                (firstByte >= 0x80 ? "FIN " : "") + firstByte / 16 % 8 + " " + names[firstByte % 16] + " " + form.value;
        // An empty payload is complete with its header.
        return form.value == 0 ? line + " " : line;
    }
}
