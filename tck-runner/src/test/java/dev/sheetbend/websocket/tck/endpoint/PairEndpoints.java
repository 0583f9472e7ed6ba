package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.DecodeException;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Each swaps the pair that comes. */
public final class PairEndpoints {
    private PairEndpoints() {}

    /** By text coders; says what could not be decoded. */
    @ServerEndpoint(value = "/pair/text", decoders = PairCoders.Text.class, encoders = PairCoders.Text.class)
    public static final class Text {
        /** Answers by the return value. */
        @OnMessage
        public Pair swap(Pair pair) {
            return pair.swapped();
        }

        /** Answers what is no pair. */
        @OnError
        public void error(Session session, Throwable error) throws IOException {
            if (error instanceof DecodeException failure) {
                session.getBasicRemote().sendText("not decoded: " + failure.getText());
            }
        }
    }

    /** By binary coders. */
    @ServerEndpoint(value = "/pair/binary", decoders = PairCoders.Binary.class, encoders = PairCoders.Binary.class)
    public static final class Binary {
        /** Answers by the return value. */
        @OnMessage
        public Pair swap(Pair pair) {
            return pair.swapped();
        }
    }

    /** By text stream coders. */
    @ServerEndpoint(
            value = "/pair/text-stream",
            decoders = PairCoders.TextStream.class,
            encoders = PairCoders.TextStream.class)
    public static final class TextStream {
        /** Answers by the return value. */
        @OnMessage
        public Pair swap(Pair pair) {
            return pair.swapped();
        }
    }

    /** By binary stream coders. */
    @ServerEndpoint(
            value = "/pair/binary-stream",
            decoders = PairCoders.BinaryStream.class,
            encoders = PairCoders.BinaryStream.class)
    public static final class BinaryStream {
        /** Answers by the return value. */
        @OnMessage
        public Pair swap(Pair pair) {
            return pair.swapped();
        }
    }
}
