package dev.sheetbend.websocket.tck.malformed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** A frame as it came over the wire (RFC 6455, 5.2). */
public final class RawFrame {
    private final int firstByte;
    private final boolean masked;
    private final byte[] payload;

    RawFrame(int firstByte, boolean masked, byte[] payload) {
        this.firstByte = firstByte;
        this.masked = masked;
        this.payload = payload;
    }

    public boolean fin() {
        return (firstByte & 0x80) != 0;
    }

    /** RSV1 to RSV3 as a number from 0 to 7, RSV1 first. */
    public int rsv() {
        return firstByte >> 4 & 0x7;
    }

    /** 0 to 15. */
    public int opcode() {
        return firstByte & 0xf;
    }

    /** Whether the mask bit was set, which a server must not do; the payload is unmasked in either case. */
    public boolean masked() {
        return masked;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** The payload in hex. */
    public String hex() {
        return HexFormat.of().formatHex(payload);
    }

    /** The payload as UTF-8; what is not UTF-8 becomes replacement characters. */
    public String text() {
        return new String(payload, UTF_8);
    }

    /** The code of a Close frame, or {@link FrameOutcome#NO_CODE} when it has none. */
    public int closeCode() {
        return payload.length < 2 ? FrameOutcome.NO_CODE : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    @Override
    public String toString() {
        return "fin " + fin() + ", rsv " + rsv() + ", opcode " + opcode() + ", " + payload.length + " bytes";
    }
}
