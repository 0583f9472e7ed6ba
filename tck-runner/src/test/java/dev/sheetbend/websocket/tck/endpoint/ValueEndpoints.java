package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** Each takes a text message as a value of its own type and returns another value. */
public final class ValueEndpoints {
    private ValueEndpoints() {}

    /** Adds one. */
    @ServerEndpoint("/value/int")
    public static final class IntEndpoint {
        /** Answers a number. */
        @OnMessage
        public int next(int number) {
            return number + 1;
        }
    }

    /** Adds one to a boxed number. */
    @ServerEndpoint("/value/long")
    public static final class LongEndpoint {
        /** Answers a number. */
        @OnMessage
        public Long next(Long number) {
            return number + 1;
        }
    }

    /** Halves. */
    @ServerEndpoint("/value/double")
    public static final class DoubleEndpoint {
        /** Answers a number. */
        @OnMessage
        public double half(double number) {
            return number / 2;
        }
    }

    /** Negates. */
    @ServerEndpoint("/value/boolean")
    public static final class BooleanEndpoint {
        /** Answers a truth value. */
        @OnMessage
        public boolean not(boolean value) {
            return !value;
        }
    }

    /** Takes the next character. */
    @ServerEndpoint("/value/char")
    public static final class CharEndpoint {
        /** Answers a character. */
        @OnMessage
        public char next(char letter) {
            return (char) (letter + 1);
        }
    }

    /** Returns a buffer whose content does not begin at 0. */
    @ServerEndpoint("/value/buffer")
    public static final class BufferEndpoint {
        /** Answers all but the first byte. */
        @OnMessage
        public ByteBuffer rest(ByteBuffer bytes) {
            bytes.get();
            return bytes;
        }
    }
}
