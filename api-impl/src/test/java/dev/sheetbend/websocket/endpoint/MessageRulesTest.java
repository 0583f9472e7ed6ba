package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.assertMethodRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.endpoint.CoderModelTest.Circle;
import dev.sheetbend.websocket.endpoint.CoderModelTest.Point;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointBinaryDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.Shape;
import dev.sheetbend.websocket.endpoint.CoderModelTest.ShapeEncoder;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Specification 4.7, 4.7.1 and the Javadoc of OnMessage. */
class MessageRulesTest {
    private static final String FORM =
            "an @OnMessage method can have one parameter for the message, a boolean beside it"
                    + " if the message comes in parts, a Session and parameters with @PathParam";

    @ServerEndpoint("/")
    public static class NoMessage {
        @OnMessage
        public void message(Session session) {}
    }

    @Test
    void methodWithoutAMessageParameterIsRefused() {
        assertMethodRefused(
                NoMessage.class,
                "message(Session)",
                "an @OnMessage method must have a parameter for the message",
                "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class TwoMessages {
        @OnMessage
        public void message(String one, String two) {}
    }

    @ServerEndpoint("/")
    public static class TwoBooleans {
        @OnMessage
        public void message(boolean one, boolean two) {}
    }

    @ServerEndpoint("/")
    public static class BoxedFlag {
        @OnMessage
        public void message(String part, Boolean last) {}
    }

    @ServerEndpoint("/")
    public static class ThreeParameters {
        @OnMessage
        public void message(String part, boolean last, int more) {}
    }

    @Test
    void methodWithMoreThanOneMessageParameterIsRefused() {
        assertMethodRefused(TwoMessages.class, "message(String, String)", FORM, "WSC-4.7-1");
        assertMethodRefused(TwoBooleans.class, "message(boolean, boolean)", FORM, "WSC-4.7-1");
        assertMethodRefused(BoxedFlag.class, "message(String, Boolean)", FORM, "WSC-4.7-1");
        assertMethodRefused(ThreeParameters.class, "message(String, boolean, int)", FORM, "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class TwoSessions {
        @OnMessage
        public void message(Session one, String message, Session two) {}
    }

    @Test
    void methodWithTwoSessionsIsRefused() {
        assertMethodRefused(
                TwoSessions.class,
                "message(Session, String, Session)",
                "has more than one parameter of type Session",
                "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class ReaderInParts {
        @OnMessage
        public void message(Reader message, boolean last) {}
    }

    @ServerEndpoint("/")
    public static class StreamInParts {
        @OnMessage
        public void message(boolean last, InputStream message) {}
    }

    @ServerEndpoint("/")
    public static class PongInParts {
        @OnMessage
        public void message(PongMessage message, boolean last) {}
    }

    @ServerEndpoint("/")
    public static class PrimitiveInParts {
        @OnMessage
        public void message(int message, boolean last) {}
    }

    @ServerEndpoint(value = "/", decoders = PointDecoder.class)
    public static class ObjectInParts {
        @OnMessage
        public void message(Point message, boolean last) {}
    }

    @Test
    void messageThatHasNoPartsIsRefusedInParts() {
        assertNoParts(ReaderInParts.class, "message(Reader, boolean)", Reader.class);
        assertNoParts(StreamInParts.class, "message(boolean, InputStream)", InputStream.class);
        assertNoParts(PongInParts.class, "message(PongMessage, boolean)", PongMessage.class);
        assertNoParts(PrimitiveInParts.class, "message(int, boolean)", int.class);
        assertNoParts(ObjectInParts.class, "message(Point, boolean)", Point.class);
    }

    private static void assertNoParts(Class<?> endpoint, String method, Class<?> type) {
        assertMethodRefused(
                endpoint,
                method,
                "messages of type " + type.getTypeName()
                        + " cannot be received in parts; only String, byte[] and ByteBuffer can",
                "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class WithoutDecoder {
        @OnMessage
        public void message(Point message) {}
    }

    @Test
    void objectWithoutADecoderIsRefused() {
        assertMethodRefused(
                WithoutDecoder.class,
                "message(Point)",
                "messages of type " + Point.class.getTypeName()
                        + " cannot be received, as none of the endpoint's decoders makes them",
                "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class TwoText {
        @OnMessage
        public void first(String message) {}

        @OnMessage
        public void second(Reader message) {}
    }

    @ServerEndpoint("/")
    public static class TwoBinary {
        @OnMessage
        public void first(byte[] message) {}

        @OnMessage
        public void second(ByteBuffer message, boolean last) {}
    }

    @ServerEndpoint("/")
    public static class TwoPong {
        @OnMessage
        public void first(PongMessage message) {}

        @OnMessage
        public void second(PongMessage message, Session session) {}
    }

    @ServerEndpoint(
            value = "/",
            decoders = {PointDecoder.class, PointBinaryDecoder.class})
    public static class BinaryBesideBoth {
        @OnMessage
        public void first(InputStream message) {}

        @OnMessage
        public void second(Point message) {}
    }

    @Test
    void secondMethodForANativeKindIsRefused() {
        assertSecond(TwoText.class, "second(Reader)", "text", "first(String)");
        assertSecond(TwoBinary.class, "second(ByteBuffer, boolean)", "binary", "first(byte[])");
        assertSecond(TwoPong.class, "second(PongMessage, Session)", "pong", "first(PongMessage)");
        assertSecond(BinaryBesideBoth.class, "second(Point)", "binary", "first(InputStream)");
    }

    private static void assertSecond(Class<?> endpoint, String method, String format, String first) {
        assertMethodRefused(
                endpoint,
                method,
                "is a second @OnMessage method for " + format + " messages, beside " + endpoint.getName() + "." + first,
                "WSC-4.7-4");
    }

    @ServerEndpoint("/")
    public static class TooLarge {
        @OnMessage(maxMessageSize = Integer.MAX_VALUE + 1L)
        public void message(String message) {}
    }

    @ServerEndpoint("/")
    public static class TooLargeForAStream {
        @OnMessage(maxMessageSize = Long.MAX_VALUE)
        public void message(InputStream message) {}
    }

    @ServerEndpoint("/")
    public static class Negative {
        @OnMessage(maxMessageSize = -2)
        public void message(String message) {}
    }

    @Test
    void impossibleMaxMessageSizeIsRefused() {
        String range = ", but must be -1 or from 0 to 2147483647";
        assertMethodRefused(
                TooLarge.class, "message(String)", "maxMessageSize is 2147483648" + range, "specification 4.7.1");
        assertMethodRefused(
                TooLargeForAStream.class,
                "message(InputStream)",
                "maxMessageSize is " + Long.MAX_VALUE + range,
                "specification 4.7.1");
        assertMethodRefused(Negative.class, "message(String)", "maxMessageSize is -2" + range, "specification 4.7.1");
    }

    @ServerEndpoint("/")
    public static class Sizes {
        @OnMessage(maxMessageSize = Integer.MAX_VALUE)
        public void text(String message) {}

        @OnMessage(maxMessageSize = 10)
        public void binary(byte[] part, boolean last) {}

        @OnMessage
        public void pong(PongMessage message) {}
    }

    @Test
    void maxMessageSizeAppliesToWholeMessagesOnly() throws Exception {
        EndpointModel model = EndpointModel.server(Sizes.class);
        assertThat(model.textMethod().orElseThrow().maxMessageSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(model.binaryMethod().orElseThrow().maxMessageSize()).isEqualTo(-1);
        assertThat(model.pongMethod().orElseThrow().maxMessageSize()).isEqualTo(-1);
    }

    @ServerEndpoint("/")
    public static class ReturnsPoint {
        @OnMessage
        public Point message(String message) {
            return new Point(1, 2);
        }
    }

    @ServerEndpoint(value = "/", encoders = CoderModelTest.DogEncoder.class)
    public static class ReturnsAnotherFinalType {
        @OnMessage
        public Circle message(String message) {
            return new Circle(1);
        }
    }

    @Test
    void returnTypeWithoutAnEncoderIsRefused() {
        assertNotSendable(ReturnsPoint.class, Point.class);
        assertNotSendable(ReturnsAnotherFinalType.class, Circle.class);
        assertNotSendable(ReturnsReader.class, Reader.class);
        assertNotSendable(ReturnsBoxedVoid.class, Void.class);
    }

    private static void assertNotSendable(Class<?> endpoint, Class<?> type) {
        assertMethodRefused(
                endpoint,
                "message(String)",
                "its return type " + type.getTypeName()
                        + " cannot be sent, as none of the endpoint's encoders takes it",
                "WSC-4.7-1");
    }

    @ServerEndpoint("/")
    public static class ReturnsReader {
        @OnMessage
        public Reader message(String message) {
            return Reader.nullReader();
        }
    }

    @ServerEndpoint("/")
    public static class ReturnsBoxedVoid {
        @OnMessage
        public Void message(String message) {
            return null;
        }
    }

    @ServerEndpoint("/")
    public static class BuiltInReturns {
        @OnMessage
        public int text(String message) {
            return 1;
        }

        @OnMessage
        public byte[] binary(ByteBuffer message) {
            return new byte[0];
        }

        @OnMessage
        public ByteBuffer pong(PongMessage message) {
            return ByteBuffer.allocate(0);
        }
    }

    @ServerEndpoint("/")
    public static class WideReturns {
        @OnMessage
        public Object text(String message) {
            return "";
        }

        @OnMessage
        public Number binary(ByteBuffer message) {
            return 1;
        }

        @OnMessage
        public Character pong(PongMessage message) {
            return 'x';
        }
    }

    @Test
    void returnTypesThatCanBeSentAreAccepted() throws Exception {
        for (Class<?> type : List.<Class<?>>of(BuiltInReturns.class, WideReturns.class)) {
            EndpointModel model = EndpointModel.server(type);
            assertThat(model.textMethod().orElseThrow().returnsValue()).isTrue();
            assertThat(model.binaryMethod().orElseThrow().returnsValue()).isTrue();
            assertThat(model.pongMethod().orElseThrow().returnsValue()).isTrue();
        }
    }

    @ServerEndpoint(value = "/", encoders = ShapeEncoder.class)
    public static class EncodedByASupertypeOrSubtype {
        @OnMessage
        public Circle text(String message) {
            return new Circle(1);
        }

        @OnMessage
        public Shape binary(ByteBuffer message) {
            return new Circle(1);
        }
    }

    @ServerEndpoint(value = "/", encoders = CoderModelTest.DogEncoder.class)
    public static class EncodedBySubtype {
        @OnMessage
        public CoderModelTest.Animal text(String message) {
            return new CoderModelTest.Dog();
        }
    }

    @Test
    void returnTypeMayBeWiderOrNarrowerThanTheEncodersType() throws Exception {
        assertThat(EndpointModel.server(EncodedByASupertypeOrSubtype.class).binaryMethod())
                .isPresent();
        assertThat(EndpointModel.server(EncodedBySubtype.class).textMethod()).isPresent();
    }

    @ServerEndpoint("/")
    public static class NotPublicMethod {
        @OnMessage
        protected void message(String message) {}
    }

    @Test
    void methodThatIsNotPublicIsRefused() {
        assertMethodRefused(
                NotPublicMethod.class,
                "message(String)",
                "a method with a WebSocket annotation must be public",
                "specification 4.4 to 4.7");
    }
}
