package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.closedWith;
import static dev.sheetbend.websocket.tck.malformed.FrameOutcome.echoed;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.BINARY;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CLOSE;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.CONTINUATION;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PING;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.PONG;
import static dev.sheetbend.websocket.tck.malformed.WireFrame.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Frames of a connection with permessage-deflate, with context takeover and the largest windows on both sides. */
final class DeflateCorpus {
    private static final int RSV1 = 4;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_DATA = 1007;
    private static final int TOO_BIG = 1009;
    private static final Map<Integer, String> CONTROL = Map.of(PING, "Ping", PONG, "Pong");

    private final List<MalformedFrames> entries = new ArrayList<>();

    private DeflateCorpus() {}

    static List<MalformedFrames> entries() {
        var corpus = new DeflateCorpus();
        corpus.reservedBits();
        corpus.data();
        corpus.noise();
        corpus.text();
        corpus.limits();
        corpus.examples();
        corpus.oddButGood();
        return corpus.entries;
    }

    private void reservedBits() {
        String section = "RFC 7692, 6: ";
        byte[] hello = RawDeflate.message("Hello".getBytes(UTF_8));
        WireFrame start = WireFrame.of(TEXT, Arrays.copyOf(hello, 3)).notFinal();
        WireFrame end = WireFrame.of(CONTINUATION, Arrays.copyOfRange(hello, 3, hello.length));
        closes(PROTOCOL_ERROR, section + "RSV1 on the second fragment too", start.rsv(RSV1), end.rsv(RSV1));
        closes(
                PROTOCOL_ERROR,
                section + "RSV1 on the second fragment only",
                WireFrame.of(TEXT, "a").notFinal(),
                end.rsv(RSV1));
        closes(PROTOCOL_ERROR, section + "RSV1 on a continuation of nothing", end.rsv(RSV1));
        CONTROL.forEach((opcode, name) -> {
            closes(
                    PROTOCOL_ERROR,
                    section + "a compressed " + name,
                    WireFrame.of(opcode, hello).rsv(RSV1));
            closes(
                    PROTOCOL_ERROR,
                    section + "a compressed " + name + " between fragments",
                    start.rsv(RSV1),
                    WireFrame.of(opcode, "").rsv(RSV1));
        });
        closes(
                PROTOCOL_ERROR,
                section + "RSV1 on a Close frame",
                WireFrame.close(1000, "").rsv(RSV1));
        closes(
                PROTOCOL_ERROR,
                section + "RSV1 on an empty Close frame",
                WireFrame.of(CLOSE, "").rsv(RSV1));
        for (int bits : new int[] {1, 2, 3, 5, 6, 7}) {
            closes(
                    PROTOCOL_ERROR,
                    section + "the reserved bits " + bits,
                    WireFrame.of(TEXT, hello).rsv(bits));
        }
        closes(
                PROTOCOL_ERROR,
                section + "RSV1 on a reserved opcode",
                WireFrame.of(0x3, hello).rsv(RSV1));
        closes(
                PROTOCOL_ERROR,
                section + "a compressed frame without a mask",
                WireFrame.of(TEXT, hello).rsv(RSV1).unmasked());
        closes(PROTOCOL_ERROR, section + "a message within a compressed one", start.rsv(RSV1), start.rsv(RSV1));
    }

    private void data() {
        String section = "RFC 7692, 7.2.2; RFC 1951: ";
        invalid(section + "a block of the reserved kind", "06");
        invalid(section + "a last block of the reserved kind", "07");
        invalid(section + "a stored block whose lengths do not fit", "000100feff00");
        invalid(section + "a stored block with a length of 1 and no complement", "00010000ff00");
        invalid(section + "a block of the reserved kind behind a good one", "f248cdc9c9070006");
        invalid(section + "a stored block that the message ends within", "000500faff48656c");
        byte[] far = outOfNowhere();
        invalid(
                section + "a reference to before the first message",
                HexFormat.of().formatHex(far));
        closes(
                INVALID_DATA,
                section + "a reference to before the first message, in fragments",
                WireFrame.of(BINARY, Arrays.copyOf(far, 1)).notFinal().rsv(RSV1),
                WireFrame.of(CONTINUATION, Arrays.copyOfRange(far, 1, far.length)));
        closes(
                INVALID_DATA,
                section + "a block of the reserved kind in the second message",
                WireFrame.of(TEXT, RawDeflate.message("good".getBytes(UTF_8))).rsv(RSV1),
                WireFrame.of(TEXT, new byte[] {6}).rsv(RSV1));
        closes(
                INVALID_DATA,
                section + "a block of the reserved kind in a fragment that is not the last",
                WireFrame.of(BINARY, new byte[] {6}).notFinal().rsv(RSV1));
    }

    /** What a sender gets that has told its deflater of bytes that were never sent. */
    private static byte[] outOfNowhere() {
        byte[] text = "whom nobody has ever heard of, ".repeat(4).getBytes(UTF_8);
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setDictionary(text);
        deflater.setInput(text);
        byte[] buffer = new byte[1000];
        int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, count - 4);
    }

    private void noise() {
        var random = new Random(7692);
        for (int i = 1; i <= 20; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            String name = "RFC 7692, 7.2.2: random bytes " + i;
            if (isInvalid(noise)) {
                invalid(name, HexFormat.of().formatHex(noise));
            } else {
                WireFrame frame = WireFrame.of(BINARY, noise).rsv(RSV1);
                entries.add(new MalformedFrames(name, WireFrame.hex(frame), new FrameOutcome.Abandoned(i % 2 == 0)));
            }
        }
        // One block and the beginning of an empty one: what is left of it ends within a block.
        byte[] message = RawDeflate.message(
                "The quick brown fox jumps over the lazy dog. ".repeat(20).getBytes(UTF_8));
        for (int length = 1; length < message.length; length += 7) {
            String name = "RFC 7692, 7.2.2: the first " + length + " bytes of a compressed message";
            invalid(name, HexFormat.of().formatHex(message, 0, length));
        }
    }

    private static boolean isInvalid(byte[] deflated) {
        var inflater = new Inflater(true);
        inflater.setInput(deflated);
        try {
            byte[] buffer = new byte[1000];
            int count;
            do {
                count = inflater.inflate(buffer);
            } while (count > 0);
            return false;
        } catch (DataFormatException e) {
            return true;
        } finally {
            inflater.end();
        }
    }

    private void text() {
        String section = "RFC 7692, 6.2; RFC 6455, 8.1: ";
        for (String hex : List.of("ff", "c0af", "eda080", "f4908080", "e282", "48656c6c6fce")) {
            byte[] deflated = RawDeflate.message(HexFormat.of().parseHex(hex));
            closes(
                    INVALID_DATA,
                    section + "compressed text with the bytes " + hex,
                    WireFrame.of(TEXT, deflated).rsv(RSV1));
            closes(
                    INVALID_DATA,
                    section + "compressed text in fragments with the bytes " + hex,
                    WireFrame.of(TEXT, Arrays.copyOf(deflated, 1)).notFinal().rsv(RSV1),
                    WireFrame.of(CONTINUATION, Arrays.copyOfRange(deflated, 1, deflated.length)));
        }
    }

    private void limits() {
        String section = "RFC 7692, 6.2; RFC 6455, 7.4.1: ";
        byte[] bomb = RawDeflate.message(new byte[16 << 20]);
        for (int opcode : List.of(TEXT, BINARY)) {
            String kind = opcode == TEXT ? "text" : "binary";
            closes(
                    TOO_BIG,
                    section + "16 MiB of zeros in " + bomb.length + " bytes of " + kind,
                    WireFrame.of(opcode, bomb).rsv(RSV1));
            closes(
                    TOO_BIG,
                    section + "the same, " + kind + ", before the message ends",
                    WireFrame.of(opcode, bomb).notFinal().rsv(RSV1));
            List<WireFrame> fragments = new ArrayList<>();
            fragments.add(WireFrame.of(opcode, "").notFinal().rsv(RSV1));
            for (int at = 0; at < bomb.length; at += 1000) {
                byte[] part = Arrays.copyOfRange(bomb, at, Math.min(bomb.length, at + 1000));
                fragments.add(WireFrame.of(CONTINUATION, part).notFinal());
            }
            closes(TOO_BIG, section + "the same, " + kind + ", in fragments", fragments.toArray(WireFrame[]::new));
        }
        closes(
                TOO_BIG,
                section + "a byte more than the limit",
                WireFrame.of(BINARY, RawDeflate.message(new byte[(1 << 20) + 1]))
                        .rsv(RSV1));
        byte[] more = RawDeflate.message(new byte[(1 << 20) + 1]);
        closes(
                TOO_BIG,
                section + "a byte more than the limit, in fragments",
                WireFrame.of(BINARY, Arrays.copyOf(more, 10)).notFinal().rsv(RSV1),
                WireFrame.of(CONTINUATION, Arrays.copyOfRange(more, 10, more.length)));
    }

    /** As they are in the RFC, but masked. */
    private void examples() {
        Message hello = message("Hello");
        good("7.2.3.1: one block", echoed(hello), "c107f248cdc9c90700");
        good("7.2.3.1: one block in two fragments", echoed(hello), "4103f248cd", "8004c9c90700");
        good("7.2.3.2: the sliding window is shared", echoed(hello, hello), "c107f248cdc9c90700", "c105f200110000");
        good(
                "7.2.3.2: the window is there, and not used",
                echoed(hello, hello),
                "c107f248cdc9c90700",
                "c107f248cdc9c90700");
        good("7.2.3.3: a block that is not compressed", echoed(hello), "c10b000500faff48656c6c6f00");
        good("7.2.3.4: a block with BFINAL", echoed(hello), "c108f348cdc9c9070000");
        good(
                "7.2.3.4: a message behind one with BFINAL",
                echoed(hello, hello),
                "c108f348cdc9c9070000",
                "c107f248cdc9c90700");
        good("7.2.3.5: two blocks", echoed(hello), "c10df24805000000ffffcac9c90700");
        good("7.2.3.6: an empty message", echoed(message("")), "c10100");
    }

    private void oddButGood() {
        Message hello = message("Hello");
        good("7.2.2: an empty message without a byte", echoed(message("")), "c100");
        good("7.2.2: an empty message in empty fragments", echoed(message("")), "4100", "0000", "8000");
        good("6.2: the first fragment is empty", echoed(hello), "4100", "8007f248cdc9c90700");
        good("6.2: the last fragment is empty", echoed(hello), "4107f248cdc9c90700", "8000");
        good(
                "6.2: a byte a fragment",
                echoed(hello),
                "4101f2",
                "000148",
                "0001cd",
                "0001c9",
                "0001c9",
                "000107",
                "800100");
        good("6.2: a Ping between fragments", echoed(hello), "4103f248cd", "890170", "8004c9c90700");
        good(
                "6: a message that is not compressed, between",
                echoed(hello, message("plain"), hello),
                "c107f248cdc9c90700",
                "8105706c61696e",
                "c105f200110000");
        good("6: a message in fragments that is not compressed", echoed(message("plain")), "0102706c", "800361696e");
        good(
                "7.2.2: an empty block behind each message",
                echoed(hello, hello),
                "c10cf248cdc9c907000000ffff00",
                "c105f200110000");
        good("7.2.2: nothing but empty blocks", echoed(message("")), "c10b000000ffff000000ffff00");
    }

    private void invalid(String name, String hex) {
        closes(
                INVALID_DATA,
                name,
                WireFrame.of(BINARY, HexFormat.of().parseHex(hex)).rsv(RSV1));
    }

    private void closes(int code, String name, WireFrame... frames) {
        entries.add(new MalformedFrames(name, WireFrame.hex(frames), closedWith(code)));
    }

    /** From frames in hex that have no mask and at most 125 bytes. */
    private void good(String name, FrameOutcome outcome, String... unmasked) {
        var frames = new WireFrame[unmasked.length];
        for (int i = 0; i < frames.length; i++) {
            byte[] bytes = HexFormat.of().parseHex(unmasked[i]);
            WireFrame frame = WireFrame.of(bytes[0] & 0xf, Arrays.copyOfRange(bytes, 2, bytes.length))
                    .rsv(bytes[0] >> 4 & 7);
            frames[i] = bytes[0] < 0 ? frame : frame.notFinal();
            if (bytes[1] != bytes.length - 2) {
                throw new IllegalArgumentException(unmasked[i]);
            }
        }
        entries.add(new MalformedFrames("RFC 7692, well formed, " + name, WireFrame.hex(frames), outcome));
    }

    private static Message message(String text) {
        return new Message(TEXT, HexFormat.of().formatHex(text.getBytes(UTF_8)));
    }
}
