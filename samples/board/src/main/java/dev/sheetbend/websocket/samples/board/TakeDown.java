package dev.sheetbend.websocket.samples.board;

import java.util.Objects;

/** What a member sends: take the card with this number down. */
public record TakeDown(Long card) {
    /** Refuses what is missing, so that a message that exists is complete. */
    public TakeDown {
        Objects.requireNonNull(card, "card");
    }
}
