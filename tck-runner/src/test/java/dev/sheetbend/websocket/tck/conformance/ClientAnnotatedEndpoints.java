package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Annotated client endpoints of chapter 4. */
public final class ClientAnnotatedEndpoints {
    private ClientAnnotatedEndpoints() {}

    /** Words in, words out. */
    @ClientEndpoint(
            encoders = Words.WordEncoder.class,
            decoders = {Words.FirstDecoder.class, Words.SecondDecoder.class, Words.BlobDecoder.class})
    public static final class Coded {
        /** Notes a word. */
        @OnMessage
        public void word(Words.Word word, Session session) {
            Journal.note(session, "word " + word.text());
        }

        /** Notes a binary message. */
        @OnMessage
        public void blob(Words.Blob blob, Session session) {
            Journal.note(session, "blob of " + blob.length());
        }

        /** Notes an error. */
        @OnError
        public void error(Session session, Throwable error) {
            Journal.note(session, error.getClass().getSimpleName());
        }
    }

    /** Has two decoders for some messages. */
    @ClientEndpoint(decoders = {Words.FirstDecoder.class, Greedy.class})
    public static final class TwoDecoders {
        /** Notes a word. */
        @OnMessage
        public void word(Words.Word word, Session session) {
            Journal.note(session, "word " + word.text());
        }
    }

    /** Takes every text. */
    public static final class Greedy implements Decoder.Text<Words.Word> {
        @Override
        public Words.Word decode(String text) {
            return new Words.Word(text + " by Greedy");
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }
    }

    /** Has a configurator, and a list of subprotocols. */
    @ClientEndpoint(
            configurator = Marking.class,
            subprotocols = {"unheard-of", "second", "first"})
    public static final class Configured {}

    /** Puts a header into the request. */
    public static final class Marking extends ClientEndpointConfig.Configurator {
        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.put("X-Client", List.of("marked"));
        }
    }

    /** Asks for path parameters, which a client does not have. */
    @ClientEndpoint
    public static final class Parameters {
        /** Notes what it gets. */
        @OnOpen
        public void open(Session session, @PathParam("any") String any) {
            Journal.note(session, "open " + any);
        }
    }

    /** Sends in its first method. */
    @ClientEndpoint
    public static final class Eager {
        private Session opened;

        /** That it can send shows that the connection stands. */
        @OnOpen
        public void open(Session session) throws IOException {
            opened = session;
            session.getBasicRemote().sendText("sent in open");
        }

        /** Notes what comes back. */
        @OnMessage
        public void text(String text, Session session) {
            Journal.note(session, text + " " + (session == opened));
        }
    }

    /** Primitive in and out. */
    @ClientEndpoint
    public static final class Ints {
        /** The successor. */
        @OnMessage
        public int number(int number) {
            return number + 1;
        }
    }

    /** Boxed in and out. */
    @ClientEndpoint
    public static final class Doubles {
        /** The number. */
        @OnMessage
        public Double number(Double number) {
            return number;
        }
    }

    /** Primitive in, boxed out. */
    @ClientEndpoint
    public static final class Booleans {
        /** The opposite. */
        @OnMessage
        public Boolean not(boolean flag) {
            return !flag;
        }
    }

    /** Boxed in, primitive out. */
    @ClientEndpoint
    public static final class Longs {
        /** The successor. */
        @OnMessage
        public long successor(Long number) {
            return number + 1;
        }
    }

    /** Takes five bytes at most. */
    @ClientEndpoint
    public static final class Limited {
        /** A text. */
        @OnMessage(maxMessageSize = 5)
        public void text(String message, Session session) {
            Journal.note(session, message);
        }

        /** Bytes. */
        @OnMessage(maxMessageSize = 5)
        public void bytes(byte[] message, Session session) {
            Journal.note(session, message.length + " bytes");
        }
    }

    /** To be inherited from. */
    @ClientEndpoint
    public static class Parent {
        /** Notes whose method it is. */
        @OnMessage
        public void message(String message, Session session) {
            Journal.note(session, "parent");
        }
    }

    /** Overrides the method without its annotation. */
    @ClientEndpoint
    public static final class Overriding extends Parent {
        @Override
        public void message(String message, Session session) {
            Journal.note(session, "overriding");
        }
    }
}
