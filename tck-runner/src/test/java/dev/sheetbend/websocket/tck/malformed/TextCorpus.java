package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.closedWith;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CLOSE;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CONTINUATION;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PING;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.TEXT;

import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Answered;
import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text that is not UTF-8 (RFC 6455, 8.1; RFC 3629, 3 and 4), and text that is and looks as if it were not. */
final class TextCorpus {
    private static final int INVALID_DATA = 1007;
    private static final String SECTION = "RFC 6455, 8.1: ";

    private final List<MalformedFrames> entries = new ArrayList<>();

    private TextCorpus() {}

    static List<MalformedFrames> entries() {
        var corpus = new TextCorpus();
        malformed().forEach(corpus::malformedText);
        truncated().forEach(corpus::truncatedText);
        corpus.closeReasons();
        corpus.placesOfTheError();
        wellFormed().forEach(corpus::goodText);
        return corpus.entries;
    }

    /** Each is wrong whatever follows. */
    private static Map<String, String> malformed() {
        var hex = new LinkedHashMap<String, String>();
        hex.put("the first continuation byte alone", "80");
        hex.put("the last continuation byte alone", "bf");
        hex.put("a continuation byte behind a whole character", "c3a480");
        hex.put("the slash in two bytes", "c0af");
        hex.put("the slash in three bytes", "e080af");
        hex.put("the slash in four bytes", "f08080af");
        hex.put("U+007F in two bytes", "c1bf");
        hex.put("U+07FF in three bytes", "e09fbf");
        hex.put("U+FFFF in four bytes", "f08fbfbf");
        hex.put("U+0000 in two bytes", "c080");
        hex.put("the first high surrogate", "eda080");
        hex.put("the last high surrogate", "edafbf");
        hex.put("the first low surrogate", "edb080");
        hex.put("the last low surrogate", "edbfbf");
        hex.put("a surrogate pair", "eda0bdedb88a");
        hex.put("U+110000, the first beyond Unicode", "f4908080");
        hex.put("U+140000 with the lead byte F5", "f5808080");
        hex.put("the lead byte F7", "f7bfbfbf");
        hex.put("a sequence of five bytes", "f888808080");
        hex.put("a sequence of six bytes", "fc8480808080");
        hex.put("the byte FE", "fe");
        hex.put("the byte FF", "ff");
        hex.put("a letter in place of the second of two bytes", "c341");
        hex.put("a letter in place of the second of three bytes", "e241ac");
        hex.put("a letter in place of the third of three bytes", "e28241");
        hex.put("a letter in place of the second of four bytes", "f0419880");
        hex.put("a letter in place of the third of four bytes", "f09f4180");
        hex.put("a letter in place of the fourth of four bytes", "f09f9841");
        hex.put("a lead byte in place of a continuation byte", "e2c3a4");
        hex.put("ISO 8859-1", "636166e920");
        hex.put("UTF-16 with a byte order mark", "feff0041");
        return hex;
    }

    /** Each is wrong only because the text ends. */
    private static Map<String, String> truncated() {
        var hex = new LinkedHashMap<String, String>();
        hex.put("one of two bytes", "c3");
        hex.put("one of three bytes", "e2");
        hex.put("two of three bytes", "e282");
        hex.put("one of four bytes", "f0");
        hex.put("two of four bytes", "f09f");
        hex.put("three of four bytes", "f09f98");
        return hex;
    }

    private static Map<String, String> wellFormed() {
        var hex = new LinkedHashMap<String, String>();
        hex.put("the first and last character of one byte", "007f");
        hex.put("the first and last character of two bytes", "c280dfbf");
        hex.put("the first and last character of three bytes", "e0a080efbfbf");
        hex.put("the first and last character of four bytes", "f0908080f48fbfbf");
        hex.put("the neighbours of the surrogates", "ed9fbfee8080");
        hex.put("noncharacters", "efb790efbfbef09fbfbe");
        hex.put("a byte order mark", "efbbbf");
        hex.put("control characters", "00010d0a1f7fc285");
        hex.put("U+FFFD itself", "efbfbd");
        return hex;
    }

    private void malformedText(String name, String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        closes(SECTION + name, WireFrame.of(TEXT, bad));
        byte[] within = HexFormat.of().parseHex("4772c3bc" + hex + "c39f65");
        closes(SECTION + name + ", within good text", WireFrame.of(TEXT, within));
        closes(
                SECTION + name + ", before the message is complete",
                WireFrame.of(TEXT, bad).notFinal());
        if (bad.length > 1) {
            closes(SECTION + name + ", a byte in each frame", fragments(bad));
        }
    }

    private void truncatedText(String name, String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        closes(SECTION + "text that ends with " + name, WireFrame.of(TEXT, bad));
        closes(
                SECTION + "text that ends with " + name + ", and an empty last frame",
                WireFrame.of(TEXT, bad).notFinal(),
                WireFrame.of(CONTINUATION, ""));
        closes(
                SECTION + name + ", then a letter in the next frame",
                WireFrame.of(TEXT, bad).notFinal(),
                WireFrame.of(CONTINUATION, "a"));
        closes(SECTION + name + ", then another message", WireFrame.of(TEXT, bad), WireFrame.of(TEXT, new byte[] {
            (byte) 0x80
        }));
    }

    private void closeReasons() {
        for (String reason : List.of("c3", "80", "eda080", "c0af", "f4908080", "6f6bff")) {
            byte[] payload = HexFormat.of().parseHex("03e8" + reason);
            closes("RFC 6455, 5.5.1: a Close frame with the reason " + reason, WireFrame.of(CLOSE, payload));
        }
    }

    private void placesOfTheError() {
        byte[] start = {'a', (byte) 0xff, 'b'};
        closes(
                SECTION + "a bad byte before the payload is complete",
                WireFrame.of(TEXT, start).announcing(1_000));
        closes(
                SECTION + "a bad byte behind a Ping within the message",
                WireFrame.of(TEXT, new byte[] {(byte) 0xe2}).notFinal(),
                WireFrame.of(PING, "p"),
                WireFrame.of(CONTINUATION, "a"));
        closes(SECTION + "a bad byte in the second message", WireFrame.of(TEXT, "good"), WireFrame.of(TEXT, start));
        for (int place : new int[] {0, 124, 125, 126, 8_191, 8_192, 16_383, 16_384, 65_535, 65_536, 99_999}) {
            byte[] text = new byte[100_000];
            Arrays.fill(text, (byte) 'x');
            text[place] = (byte) 0xc0;
            byte[] sent = Arrays.copyOf(text, place + 1);
            WireFrame frame = WireFrame.of(TEXT, sent).announcing(text.length);
            closes(SECTION + "a bad byte at " + place + " of 100,000", frame);
        }
    }

    private void goodText(String name, String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        FrameOutcome echo = new Answered(List.of(new Message(TEXT, hex)), Optional.empty());
        String section = "RFC 3629, 3, well formed: ";
        entries.add(new MalformedFrames(section + name, WireFrame.hex(WireFrame.of(TEXT, text)), echo));
        entries.add(
                new MalformedFrames(section + name + ", a byte in each frame", WireFrame.hex(fragments(text)), echo));
    }

    private static WireFrame[] fragments(byte[] text) {
        var frames = new WireFrame[text.length];
        for (int i = 0; i < text.length; i++) {
            WireFrame frame = WireFrame.of(i == 0 ? TEXT : CONTINUATION, new byte[] {text[i]});
            frames[i] = i == text.length - 1 ? frame : frame.notFinal();
        }
        return frames;
    }

    private void closes(String name, WireFrame... frames) {
        entries.add(new MalformedFrames(name, WireFrame.hex(frames), closedWith(INVALID_DATA)));
    }
}
