package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import java.nio.ByteBuffer;

/** Client endpoints: each class in here breaks the rule of chapter 4 that its name tells, and no other. */
public final class MalformedClients {
    private MalformedClients() {}

    public static final class NotAnnotated {}

    @ClientEndpoint
    public static final class WithoutNoArgsConstructor {
        public WithoutNoArgsConstructor(String argument) {}
    }

    @ClientEndpoint
    public static final class PathParamOfOtherType {
        @OnOpen
        public void open(@PathParam("a") StringBuilder a) {}
    }

    @ClientEndpoint
    public static final class PathParamWithoutValue {
        @OnOpen
        public void open(@PathParam("") String a) {}
    }

    @ClientEndpoint
    public static final class TwoOpenMethods {
        @OnOpen
        public void open() {}

        @OnOpen
        public void openToo() {}
    }

    @ClientEndpoint
    public static final class OpenMethodWithString {
        @OnOpen
        public void open(String unknown) {}
    }

    @ClientEndpoint
    public static final class OpenMethodWithCloseReason {
        @OnOpen
        public void open(CloseReason reason) {}
    }

    @ClientEndpoint
    public static final class TwoCloseMethods {
        @OnClose
        public void close() {}

        @OnClose
        public void closeToo() {}
    }

    @ClientEndpoint
    public static final class CloseMethodWithConfig {
        @OnClose
        public void close(EndpointConfig config) {}
    }

    @ClientEndpoint
    public static final class TwoErrorMethods {
        @OnError
        public void error(Throwable error) {}

        @OnError
        public void errorToo(Throwable error) {}
    }

    @ClientEndpoint
    public static final class ErrorMethodWithoutThrowable {
        @OnError
        public void error(Session session) {}
    }

    @ClientEndpoint
    public static final class ErrorMethodWithString {
        @OnError
        public void error(Throwable error, String unknown) {}
    }

    @ClientEndpoint
    public static final class MessageMethodWithoutMessage {
        @OnMessage
        public void message(Session session) {}
    }

    @ClientEndpoint
    public static final class MessageMethodWithTwoMessages {
        @OnMessage
        public void message(String text, byte[] bytes) {}
    }

    @ClientEndpoint
    public static final class MessageMethodWithoutDecoder {
        @OnMessage
        public void message(Thread noDecoder) {}
    }

    @ClientEndpoint
    public static final class MessageMethodWithPartialPong {
        @OnMessage
        public void message(PongMessage pong, boolean last) {}
    }

    @ClientEndpoint
    public static final class TwoTextMethods {
        @OnMessage
        public void text(String text) {}

        @OnMessage
        public void number(int number) {}
    }

    @ClientEndpoint
    public static final class TwoBinaryMethods {
        @OnMessage
        public void bytes(byte[] bytes) {}

        @OnMessage
        public void parts(ByteBuffer part, boolean last) {}
    }

    @ClientEndpoint
    public static final class TwoPongMethods {
        @OnMessage
        public void pong(PongMessage pong) {}

        @OnMessage
        public void pongToo(PongMessage pong, Session session) {}
    }

    @ClientEndpoint
    public static final class LimitOverIntegers {
        @OnMessage(maxMessageSize = Integer.MAX_VALUE + 1L)
        public void text(String text) {}
    }

    public static final class SubclassWithoutAnnotation extends ClientAnnotatedEndpoints.Parent {}

    public static final class SubclassWithMethodAnnotation extends ClientAnnotatedEndpoints.Parent {
        @Override
        @OnMessage
        public void message(String message, Session session) {}
    }
}
