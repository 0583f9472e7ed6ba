package dev.sheetbend.websocket.samples.board;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the server says, each as a JSON object with its kind in {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "welcome", value = Event.Welcome.class),
    @JsonSubTypes.Type(name = "pinned", value = Event.Pinned.class),
    @JsonSubTypes.Type(name = "taken", value = Event.Taken.class),
    @JsonSubTypes.Type(name = "hello", value = Event.Hello.class),
    @JsonSubTypes.Type(name = "status", value = Event.Status.class),
    @JsonSubTypes.Type(name = "problem", value = Event.Problem.class)
})
sealed interface Event {
    /** The first thing that a visitor hears: the name that their cards will have, and what hangs there. */
    record Welcome(String board, String you, boolean member, List<Card> cards) implements Event {}

    /** A card is new. */
    record Pinned(Card card) implements Event {}

    /** A card is gone. */
    record Taken(long card) implements Event {}

    /** The first thing that a member hears, on the connection for members. */
    record Hello(String user) implements Event {}

    /** How much there is in all. */
    record Status(int boards, int cards, int visitors) implements Event {}

    /** Your last message was not accepted; the text says why. Nobody else gets this. */
    record Problem(String text) implements Event {}
}
