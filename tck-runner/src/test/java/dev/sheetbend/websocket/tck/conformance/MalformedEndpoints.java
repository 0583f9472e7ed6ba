package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.Reader;
import java.nio.ByteBuffer;

/** Each class in here breaks the rule of chapter 4 that its name tells, and no other. */
public final class MalformedEndpoints {
    private MalformedEndpoints() {}

    public static final class NotAnnotated {}

    @ServerEndpoint("/malformed")
    static final class NotPublic {}

    @ServerEndpoint("/malformed")
    public abstract static class NotConcrete {}

    @ServerEndpoint("/malformed")
    public static final class WithoutNoArgsConstructor {
        public WithoutNoArgsConstructor(String argument) {}
    }

    @ServerEndpoint("")
    public static final class EmptyPath {}

    @ServerEndpoint("malformed")
    public static final class PathWithoutSlash {}

    @ServerEndpoint("/malformed//path")
    public static final class PathWithTwoSlashes {}

    @ServerEndpoint("/malformed/./path")
    public static final class PathWithDot {}

    @ServerEndpoint("/malformed/../path")
    public static final class PathWithDots {}

    @ServerEndpoint("/malformed/{a}/{a}")
    public static final class PathWithOneVariableTwice {}

    @ServerEndpoint("/malformed/part-{a}")
    public static final class PathWithVariableInPartOfSegment {}

    @ServerEndpoint("/malformed/{a")
    public static final class PathWithoutClosingBrace {}

    @ServerEndpoint("/echo")
    public static final class SamePath {}

    @ServerEndpoint("/parameters/{other}/{names}")
    public static final class EquivalentTemplate {}

    @ServerEndpoint("/malformed/{a}")
    public static final class PathParamOfOtherType {
        @OnOpen
        public void open(@PathParam("a") StringBuilder a) {}
    }

    @ServerEndpoint("/malformed/{a}")
    public static final class PathParamOnSession {
        @OnMessage
        public void message(String message, @PathParam("a") Session session) {}
    }

    @ServerEndpoint("/malformed/{a}")
    public static final class PathParamWithoutValue {
        @OnOpen
        public void open(@PathParam("") String a) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoOpenMethods {
        @OnOpen
        public void open() {}

        @OnOpen
        public void openToo() {}
    }

    @ServerEndpoint("/malformed")
    public static final class OpenMethodWithString {
        @OnOpen
        public void open(String unknown) {}
    }

    @ServerEndpoint("/malformed")
    public static final class OpenMethodWithCloseReason {
        @OnOpen
        public void open(CloseReason reason) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoCloseMethods {
        @OnClose
        public void close() {}

        @OnClose
        public void closeToo() {}
    }

    @ServerEndpoint("/malformed")
    public static final class CloseMethodWithConfig {
        @OnClose
        public void close(EndpointConfig config) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoErrorMethods {
        @OnError
        public void error(Throwable error) {}

        @OnError
        public void errorToo(Throwable error) {}
    }

    @ServerEndpoint("/malformed")
    public static final class ErrorMethodWithoutThrowable {
        @OnError
        public void error(Session session) {}
    }

    @ServerEndpoint("/malformed")
    public static final class ErrorMethodWithString {
        @OnError
        public void error(Throwable error, String unknown) {}
    }

    @ServerEndpoint("/malformed")
    public static final class MessageMethodWithoutMessage {
        @OnMessage
        public void message(Session session) {}
    }

    @ServerEndpoint("/malformed")
    public static final class MessageMethodWithTwoMessages {
        @OnMessage
        public void message(String text, byte[] bytes) {}
    }

    @ServerEndpoint("/malformed")
    public static final class MessageMethodWithoutDecoder {
        @OnMessage
        public void message(Thread noDecoder) {}
    }

    @ServerEndpoint("/malformed")
    public static final class MessageMethodWithPartialPong {
        @OnMessage
        public void message(PongMessage pong, boolean last) {}
    }

    @ServerEndpoint("/malformed")
    public static final class MessageMethodWithPartialReader {
        @OnMessage
        public void message(Reader reader, boolean last) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoTextMethods {
        @OnMessage
        public void text(String text) {}

        @OnMessage
        public void number(int number) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoBinaryMethods {
        @OnMessage
        public void bytes(byte[] bytes) {}

        @OnMessage
        public void parts(ByteBuffer part, boolean last) {}
    }

    @ServerEndpoint("/malformed")
    public static final class TwoPongMethods {
        @OnMessage
        public void pong(PongMessage pong) {}

        @OnMessage
        public void pongToo(PongMessage pong, Session session) {}
    }

    @ServerEndpoint("/malformed")
    public static final class LimitOverIntegers {
        @OnMessage(maxMessageSize = Integer.MAX_VALUE + 1L)
        public void text(String text) {}
    }

    public static final class SubclassWithoutAnnotation extends AnnotatedEndpoints.Parent {}

    public static final class SubclassWithMethodAnnotation extends AnnotatedEndpoints.Parent {
        @Override
        @OnMessage
        public String message(String message) {
            return "subclass";
        }
    }
}
