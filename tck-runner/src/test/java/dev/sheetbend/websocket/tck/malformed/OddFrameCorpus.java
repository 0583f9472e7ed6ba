package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.NO_CODE;
import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.closedWith;
import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.echoed;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.BINARY;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CLOSE;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CONTINUATION;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PING;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PONG;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Answered;
import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Frames that keep RFC 6455 in ways that few clients do. */
final class OddFrameCorpus {
    private final List<MalformedFrames> entries = new ArrayList<>();

    private OddFrameCorpus() {}

    static List<MalformedFrames> entries() {
        var corpus = new OddFrameCorpus();
        corpus.sizes();
        corpus.fragments();
        corpus.controlFrames();
        corpus.closeFrames();
        corpus.afterTheCloseFrame();
        return corpus.entries;
    }

    private void sizes() {
        for (int size : new int[] {0, 1, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537}) {
            byte[] payload = pattern(size);
            good(
                    "RFC 6455, 5.2, well formed: a binary message of " + size + " bytes",
                    echoed(message(BINARY, payload)),
                    WireFrame.of(BINARY, payload));
            String text = "x".repeat(size);
            good(
                    "RFC 6455, 5.2, well formed: a text message of " + size + " bytes",
                    echoed(message(TEXT, text)),
                    WireFrame.of(TEXT, text));
        }
    }

    private void fragments() {
        String section = "RFC 6455, 5.4, well formed: ";
        for (int opcode : List.of(TEXT, BINARY)) {
            String kind = opcode == TEXT ? "text" : "binary";
            good(
                    section + kind + " whose only byte is in the last frame",
                    echoed(message(opcode, "a")),
                    WireFrame.of(opcode, "").notFinal(),
                    WireFrame.of(CONTINUATION, "a"));
            good(
                    section + kind + " whose only byte is in the first frame",
                    echoed(message(opcode, "a")),
                    WireFrame.of(opcode, "a").notFinal(),
                    WireFrame.of(CONTINUATION, ""));
            good(
                    section + kind + " of three empty frames",
                    echoed(message(opcode, "")),
                    WireFrame.of(opcode, "").notFinal(),
                    empty(),
                    WireFrame.of(CONTINUATION, ""));
            good(
                    section + kind + " with empty frames between",
                    echoed(message(opcode, "abc")),
                    WireFrame.of(opcode, "a").notFinal(),
                    empty(),
                    WireFrame.of(CONTINUATION, "b").notFinal(),
                    empty(),
                    empty(),
                    WireFrame.of(CONTINUATION, "c"));
            var bytes = new ArrayList<WireFrame>();
            for (int i = 0; i < 1_000; i++) {
                WireFrame frame = WireFrame.of(i == 0 ? opcode : CONTINUATION, "x");
                bytes.add(i == 999 ? frame : frame.notFinal());
            }
            good(
                    section + kind + " in 1,000 frames of a byte",
                    echoed(message(opcode, "x".repeat(1_000))),
                    bytes.toArray(WireFrame[]::new));
            byte[] first = pattern(opcode == TEXT ? 100 : 65_535);
            byte[] second = pattern(opcode == TEXT ? 125 : 65_536);
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            good(
                    section + kind + " in two frames at the boundaries of the length",
                    echoed(message(opcode, both)),
                    WireFrame.of(opcode, first).notFinal(),
                    WireFrame.of(CONTINUATION, second));
        }
        good(
                section + "a text, an empty and a binary message together",
                echoed(message(TEXT, "a"), message(TEXT, ""), message(BINARY, "b"), message(BINARY, "")),
                WireFrame.of(TEXT, "a"),
                WireFrame.of(TEXT, ""),
                WireFrame.of(BINARY, "b"),
                WireFrame.of(BINARY, ""));
        good(
                section + "a character of four bytes in four frames",
                echoed(message(TEXT, "\ud83d\ude0a")),
                WireFrame.of(TEXT, new byte[] {(byte) 0xf0}).notFinal(),
                WireFrame.of(CONTINUATION, new byte[] {(byte) 0x9f}).notFinal(),
                WireFrame.of(CONTINUATION, new byte[] {(byte) 0x98}).notFinal(),
                WireFrame.of(CONTINUATION, new byte[] {(byte) 0x8a}));
        good(
                section + "invalid UTF-8 in a binary message",
                echoed(message(BINARY, new byte[] {(byte) 0xff, (byte) 0xc0})),
                WireFrame.of(BINARY, new byte[] {(byte) 0xff, (byte) 0xc0}));
    }

    private void controlFrames() {
        for (int size : new int[] {0, 1, 124, 125}) {
            String payload = "p".repeat(size);
            good(
                    "RFC 6455, 5.5.2, well formed: a Ping of " + size + " bytes",
                    ponged(payload),
                    WireFrame.of(PING, payload));
            good(
                    "RFC 6455, 5.5.3, well formed: a Pong of " + size + " bytes that was not asked for",
                    echoed(message(TEXT, "a")),
                    WireFrame.of(PONG, payload),
                    WireFrame.of(TEXT, "a"));
        }
        byte[] notText = {(byte) 0xff, (byte) 0xc0, 0};
        good(
                "RFC 6455, 5.5.2, well formed: a Ping that is not text",
                new Answered(List.of(), Optional.of(HexFormat.of().formatHex(notText))),
                WireFrame.of(PING, notText));
        WireFrame start = WireFrame.of(TEXT, "a").notFinal();
        WireFrame end = WireFrame.of(CONTINUATION, "b");
        String section = "RFC 6455, 5.4, well formed: ";
        good(
                section + "a Ping within a message",
                ponged("p", message(TEXT, "ab")),
                start,
                WireFrame.of(PING, "p"),
                end);
        good(section + "a Pong within a message", echoed(message(TEXT, "ab")), start, WireFrame.of(PONG, "p"), end);
        good(
                section + "a Ping after every frame of a message",
                ponged("2", message(TEXT, "ab")),
                start,
                WireFrame.of(PING, "1"),
                empty(),
                WireFrame.of(PING, ""),
                end,
                WireFrame.of(PING, "2"));
        good(
                section + "a Ping within a character",
                ponged("p", message(TEXT, "\u00e4")),
                WireFrame.of(TEXT, new byte[] {(byte) 0xc3}).notFinal(),
                WireFrame.of(PING, "p"),
                WireFrame.of(CONTINUATION, new byte[] {(byte) 0xa4}));
        var pings = new WireFrame[100];
        Arrays.setAll(pings, i -> WireFrame.of(PING, "ping " + i));
        good("RFC 6455, 5.5.3, well formed: 100 Pings", ponged("ping 99"), pings);
    }

    private void closeFrames() {
        String section = "RFC 6455, 5.5.1, well formed: ";
        good(section + "a Close frame without a code", closedWith(NO_CODE, 1000), WireFrame.of(CLOSE, ""));
        for (int code : new int[] {
            1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999
        }) {
            good(section + "a Close frame with the code " + code, closedWith(code), WireFrame.close(code, ""));
        }
        good(section + "a Close frame with a reason", closedWith(1000), WireFrame.close(1000, "Gr\u00fc\u00dfe"));
        good(
                section + "a Close frame with a reason of 123 bytes",
                closedWith(4000),
                WireFrame.close(4000, "x".repeat(123)));
        good(
                section + "a Close frame within a message",
                closedWith(1000),
                WireFrame.of(TEXT, "a").notFinal(),
                WireFrame.close(1000, ""));
        good(
                section + "a Close frame within a character",
                closedWith(1000),
                WireFrame.of(TEXT, new byte[] {(byte) 0xc3}).notFinal(),
                WireFrame.close(1000, ""));
    }

    private void afterTheCloseFrame() {
        String section = "RFC 6455, 5.5.1, after the Close frame everything is ignored: ";
        WireFrame close = WireFrame.close(1000, "");
        good(section + "a text message", closedWith(1000), close, WireFrame.of(TEXT, "a"));
        good(section + "a Ping", closedWith(1000), close, WireFrame.of(PING, "a"));
        good(section + "a second Close frame", closedWith(1000), close, WireFrame.close(1001, ""));
        good(section + "a reserved opcode", closedWith(1000), close, WireFrame.of(0x3, "a"));
        good(section + "text that is not UTF-8", closedWith(1000), close, WireFrame.of(TEXT, new byte[] {(byte) 0xff}));
        good(
                section + "an unmasked frame",
                closedWith(1000),
                close,
                WireFrame.of(TEXT, "a").unmasked());
        good(
                section + "half a frame",
                closedWith(1000),
                close,
                WireFrame.of(TEXT, "a").announcing(100));
    }

    private static FrameOutcome ponged(String lastPong, Message... echoes) {
        return new Answered(List.of(echoes), Optional.of(HexFormat.of().formatHex(lastPong.getBytes(UTF_8))));
    }

    private static Message message(int opcode, String payload) {
        return message(opcode, payload.getBytes(UTF_8));
    }

    private static Message message(int opcode, byte[] payload) {
        return new Message(opcode, HexFormat.of().formatHex(payload));
    }

    private static WireFrame empty() {
        return WireFrame.of(CONTINUATION, "").notFinal();
    }

    /** Bytes below 0x80, so that they are text as well, in a period that no power of two divides. */
    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 127);
        }
        return bytes;
    }

    private void good(String name, FrameOutcome outcome, WireFrame... frames) {
        entries.add(new MalformedFrames(name, WireFrame.hex(frames), outcome));
    }
}
