package dev.sheetbend.websocket.samples.board;

import java.util.Objects;

/** What a visitor sends: pin this to the board. */
public record Pin(String text) {
    /** Refuses what is missing, so that a message that exists is complete. */
    public Pin {
        Objects.requireNonNull(text, "text");
    }
}
