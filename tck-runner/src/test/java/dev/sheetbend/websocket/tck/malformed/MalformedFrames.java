package dev.sheetbend.websocket.tck.malformed;

import java.util.HexFormat;

/**
 * What a client sends after a good opening handshake; one entry of the corpus.
 *
 * @param name a sentence that begins with the section of the RFC
 * @param hex the bytes to send, all at once
 * @param outcome what the server does
 */
public record MalformedFrames(String name, String hex, FrameOutcome outcome) {
    /** The bytes to send; a new array. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return name;
    }
}
