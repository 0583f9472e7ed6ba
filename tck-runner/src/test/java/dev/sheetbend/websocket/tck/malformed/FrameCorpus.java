package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.closedWith;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.BINARY;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CLOSE;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CONTINUATION;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PING;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PONG;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Frames that break RFC 6455, section 5 and 7, but for text that is not UTF-8. */
final class FrameCorpus {
    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;

    /** Far beyond any sensible limit of a message. */
    private static final long HUGE = 1L << 40;

    private static final Map<Integer, String> OPCODES = new TreeMap<>(Map.of(
            CONTINUATION, "continuation", TEXT, "text", BINARY, "binary", CLOSE, "Close", PING, "Ping", PONG, "Pong"));

    private static final List<Integer> CONTROL = List.of(CLOSE, PING, PONG);

    private final List<MalformedFrames> entries = new ArrayList<>();

    private FrameCorpus() {}

    static List<MalformedFrames> entries() {
        var corpus = new FrameCorpus();
        corpus.masks();
        corpus.reservedBits();
        corpus.reservedOpcodes();
        corpus.lengths();
        corpus.controlFrames();
        corpus.fragmentation();
        corpus.closeFrames();
        corpus.tooBig();
        corpus.headersOnly();
        corpus.abandoned();
        return corpus.entries;
    }

    private void masks() {
        OPCODES.forEach((opcode, name) -> {
            String frame = "RFC 6455, 5.1: an unmasked " + name + " frame";
            violation(frame + " with a payload", WireFrame.of(opcode, "hello").unmasked());
            violation(frame + " without a payload", WireFrame.of(opcode, "").unmasked());
        });
        violation(
                "RFC 6455, 5.1: an unmasked frame within a message",
                WireFrame.of(TEXT, "a").notFinal(),
                WireFrame.of(CONTINUATION, "b").unmasked());
        violation(
                "RFC 6455, 5.1: an unmasked frame after a good message",
                WireFrame.of(TEXT, "a"),
                WireFrame.of(TEXT, "b").unmasked());
    }

    private void reservedBits() {
        OPCODES.forEach((opcode, name) -> {
            for (int bits = 1; bits <= 7; bits++) {
                WireFrame frame = opcode == CLOSE ? WireFrame.close(1000, "") : WireFrame.of(opcode, "a");
                violation("RFC 6455, 5.2: the reserved bits " + bits + " on a " + name + " frame", frame.rsv(bits));
            }
        });
        for (int bits = 1; bits <= 7; bits++) {
            violation(
                    "RFC 6455, 5.2: the reserved bits " + bits + " on a later fragment",
                    WireFrame.of(TEXT, "a").notFinal(),
                    WireFrame.of(CONTINUATION, "b").rsv(bits));
        }
    }

    private void reservedOpcodes() {
        for (int opcode = 0x3; opcode <= 0xF; opcode++) {
            if (!OPCODES.containsKey(opcode)) {
                String frame = "RFC 6455, 5.2: the reserved opcode 0x" + Integer.toHexString(opcode);
                violation(frame + " without a payload", WireFrame.of(opcode, ""));
                violation(frame + " with a payload", WireFrame.of(opcode, "hello"));
                violation(
                        frame + " on a frame that is not final",
                        WireFrame.of(opcode, "hello").notFinal());
                violation(frame + " within a message", WireFrame.of(TEXT, "a").notFinal(), WireFrame.of(opcode, "b"));
            }
        }
    }

    private void lengths() {
        String section = "RFC 6455, 5.2: ";
        for (int length : new int[] {0, 1, 124, 125}) {
            for (int opcode : List.of(TEXT, BINARY, PING)) {
                WireFrame frame = WireFrame.of(opcode, "x".repeat(length));
                String name = OPCODES.get(opcode) + " frame of " + length + " bytes with a length of ";
                violation(section + "a " + name + "16 bits", frame.lengthIn16Bits());
                violation(section + "a " + name + "64 bits", frame.lengthIn64Bits());
            }
        }
        for (int length : new int[] {126, 127, 65_534, 65_535}) {
            WireFrame frame = WireFrame.of(BINARY, "").announcing(length).lengthIn64Bits();
            violation(section + "a binary frame of " + length + " bytes with a length of 64 bits", frame);
        }
        for (long length : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 5, -1}) {
            WireFrame frame = WireFrame.of(BINARY, "").announcing(length);
            violation(section + "the length 0x" + Long.toHexString(length) + ", with its highest bit set", frame);
        }
    }

    private void controlFrames() {
        for (int opcode : CONTROL) {
            String name = "RFC 6455, 5.5: a " + OPCODES.get(opcode) + " frame ";
            violation(
                    name + "that is not final, without a payload",
                    WireFrame.of(opcode, "").notFinal());
            violation(
                    name + "that is not final, with a payload",
                    WireFrame.of(opcode, "\u0003\u0003").notFinal());
            for (int length : new int[] {126, 127, 200, 1_000}) {
                violation(name + "of " + length + " bytes", WireFrame.of(opcode, new byte[length]));
            }
            for (int length : new int[] {65_535, 65_536}) {
                violation(
                        name + "that announces " + length + " bytes",
                        WireFrame.of(opcode, "").announcing(length));
            }
            violation(
                    name + "that announces 2^40 bytes", WireFrame.of(opcode, "").announcing(HUGE));
            violation(
                    name + "that is not final, within a message",
                    WireFrame.of(TEXT, "a").notFinal(),
                    WireFrame.of(opcode, "").notFinal(),
                    WireFrame.of(CONTINUATION, "b"));
        }
    }

    private void fragmentation() {
        String section = "RFC 6455, 5.4: ";
        violation(section + "a continuation of nothing", WireFrame.of(CONTINUATION, "a"));
        violation(section + "an empty continuation of nothing", WireFrame.of(CONTINUATION, ""));
        violation(
                section + "a continuation of nothing that is not final",
                WireFrame.of(CONTINUATION, "a").notFinal());
        violation(
                section + "a continuation after a whole message",
                WireFrame.of(TEXT, "a"),
                WireFrame.of(CONTINUATION, "b"));
        violation(
                section + "a continuation after the end of a fragmented message",
                WireFrame.of(TEXT, "a").notFinal(),
                WireFrame.of(CONTINUATION, "b"),
                WireFrame.of(CONTINUATION, "c"));
        violation(section + "a continuation after a Ping", WireFrame.of(PING, "a"), WireFrame.of(CONTINUATION, "b"));
        for (int first : List.of(TEXT, BINARY)) {
            for (int second : List.of(TEXT, BINARY)) {
                WireFrame start = WireFrame.of(first, "a").notFinal();
                String name = "a " + OPCODES.get(second) + " message within a " + OPCODES.get(first) + " message";
                violation(section + name, start, WireFrame.of(second, "b"));
                violation(
                        section + name + ", fragmented",
                        start,
                        WireFrame.of(second, "b").notFinal());
                violation(section + name + ", after a Ping", start, WireFrame.of(PING, ""), WireFrame.of(second, "b"));
                violation(
                        section + name + ", both empty", WireFrame.of(first, "").notFinal(), WireFrame.of(second, ""));
            }
        }
    }

    private void closeFrames() {
        violation("RFC 6455, 5.5.1: a Close frame of one byte", WireFrame.of(CLOSE, "\u0003"));
        var illegal = new int[] {
            0, 1, 500, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 9999, 32_768, 65_535
        };
        for (int code : illegal) {
            violation("RFC 6455, 7.4: a Close frame with the code " + code, WireFrame.close(code, ""));
            violation(
                    "RFC 6455, 7.4: a Close frame with the code " + code + " and a reason", WireFrame.close(code, "x"));
        }
        violation(
                "RFC 6455, 7.4: a Close frame with the code 1005 within a message",
                WireFrame.of(TEXT, "a").notFinal(),
                WireFrame.close(1005, ""));
        violation("RFC 6455, 5.5: a Close frame with a reason of 124 bytes", WireFrame.close(1000, "x".repeat(124)));
    }

    private void tooBig() {
        String section = "RFC 6455, 7.4.1: ";
        for (int opcode : List.of(TEXT, BINARY)) {
            for (long length : new long[] {1L << 31, 1L << 32, (1L << 32) + 5, HUGE, Long.MAX_VALUE}) {
                String name = "a " + OPCODES.get(opcode) + " frame that announces " + length + " bytes";
                WireFrame frame = WireFrame.of(opcode, "").announcing(length);
                closes(TOO_BIG, section + name, frame);
                closes(TOO_BIG, section + name + " and is not final", frame.notFinal());
                closes(
                        TOO_BIG,
                        section + name + ", as a second fragment",
                        WireFrame.of(opcode, "hello").notFinal(),
                        WireFrame.of(CONTINUATION, "").announcing(length));
            }
        }
    }

    /** The rules of the header are checked before the payload is there. */
    private void headersOnly() {
        String section = "RFC 6455, 7.1.7, before the payload has come: ";
        violation(
                section + "a reserved bit",
                WireFrame.of(TEXT, "").announcing(1_000).rsv(4));
        violation(section + "a reserved opcode", WireFrame.of(0x3, "").announcing(1_000));
        violation(section + "no mask", WireFrame.of(TEXT, "").announcing(1_000).unmasked());
        violation(
                section + "a continuation of nothing",
                WireFrame.of(CONTINUATION, "").announcing(1_000));
        violation(section + "a Ping of 126 bytes", WireFrame.of(PING, "").announcing(126));
        violation(
                section + "no mask and 2^40 bytes",
                WireFrame.of(TEXT, "").announcing(HUGE).unmasked());
        violation(
                section + "a reserved bit and 2^40 bytes",
                WireFrame.of(TEXT, "").announcing(HUGE).rsv(4));
        violation(
                section + "a length that is not the shortest",
                WireFrame.of(TEXT, "").announcing(5).lengthIn64Bits());
    }

    private void abandoned() {
        var starts = new TreeMap<>(Map.of(
                "nothing", "",
                "one byte of a header", "81",
                "half a header", "81fe04",
                "half a masking key", "818537fa",
                "half a text frame", "81857b0aff5c13",
                "half a Close frame", "88827b0aff5c13",
                "the first fragment of a message",
                        WireFrame.hex(WireFrame.of(TEXT, "a").notFinal()),
                "a message and half of a second", WireFrame.hex(WireFrame.of(TEXT, "a")) + "8185",
                "half a message of 64 KiB",
                        WireFrame.hex(WireFrame.of(BINARY, new byte[32_768]).announcing(65_536)),
                "many messages",
                        WireFrame.hex(WireFrame.of(TEXT, "x".repeat(1_000))).repeat(200)));
        starts.forEach((name, hex) -> {
            String section = "RFC 6455, 7.1.5: ";
            entries.add(new MalformedFrames(section + name + ", then FIN", hex, new FrameOutcome.Abandoned(false)));
            entries.add(new MalformedFrames(section + name + ", then RST", hex, new FrameOutcome.Abandoned(true)));
        });
        var random = new Random(6455);
        for (int i = 1; i <= 20; i++) {
            byte[] noise = new byte[300];
            random.nextBytes(noise);
            WireFrame frame =
                    WireFrame.of(BINARY, noise).announcing(random.nextInt(125)).rsv(random.nextInt(8));
            String name = "RFC 6455, 5: random frames " + i;
            entries.add(new MalformedFrames(name, WireFrame.hex(frame), new FrameOutcome.Abandoned(false)));
        }
    }

    private void violation(String name, WireFrame... frames) {
        closes(PROTOCOL_ERROR, name, frames);
    }

    private void closes(int code, String name, WireFrame... frames) {
        entries.add(new MalformedFrames(name, WireFrame.hex(frames), closedWith(code)));
    }
}
