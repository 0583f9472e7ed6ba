package dev.sheetbend.websocket.samples.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/**
 * Everything that travels between page and server, each as a JSON object with its kind in {@code type}. Times are
 * milliseconds since 1970. The constructors refuse what is missing, so that a message that exists is complete.
 */
public sealed interface ChatMessage {

    /** What a page may send. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "join", value = Join.class),
        @JsonSubTypes.Type(name = "say", value = Say.class),
        @JsonSubTypes.Type(name = "writing", value = Writing.class),
        @JsonSubTypes.Type(name = "alive", value = Alive.class)
    })
    sealed interface FromClient extends ChatMessage {}

    /** What the server may send. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "welcome", value = Welcome.class),
        @JsonSubTypes.Type(name = "joined", value = Joined.class),
        @JsonSubTypes.Type(name = "left", value = Left.class),
        @JsonSubTypes.Type(name = "said", value = Said.class),
        @JsonSubTypes.Type(name = "typing", value = Typing.class),
        @JsonSubTypes.Type(name = "here", value = Here.class),
        @JsonSubTypes.Type(name = "problem", value = Problem.class)
    })
    sealed interface FromServer extends ChatMessage {}

    /** Come in under this name, or under one like it when that is taken. */
    record Join(String name) implements FromClient {
        public Join {
            Objects.requireNonNull(name, "name");
        }
    }

    /** Say something to everybody in the room. */
    record Say(String text) implements FromClient {
        public Say {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Somebody's fingers are on the keys. */
    record Writing() implements FromClient {}

    /** Nothing to say, but still there: keeps a quiet connection from looking like a dead one. */
    record Alive() implements FromClient {}

    /** The first thing that a newcomer hears: the name that was given, who is there, and what was said before. */
    record Welcome(String room, String name, List<String> people, List<Said> history) implements FromServer {}

    /** Somebody came in; {@code people} is who is there now. */
    record Joined(String name, List<String> people, long at) implements FromServer {}

    /** Somebody went away; {@code people} is who is there now. */
    record Left(String name, List<String> people, long at) implements FromServer {}

    /** Somebody said something. The id tells whether a page that comes back has it already. */
    record Said(String id, String name, String text, long at) implements FromServer {}

    /** Somebody is typing. */
    record Typing(String name) implements FromServer {}

    /** The answer to {@link Alive}: pages cannot see pings, and a phone that wakes up has to find out. */
    record Here() implements FromServer {}

    /** Your last message was not accepted; the text says why. Nobody else gets this. */
    record Problem(String text) implements FromServer {}
}
