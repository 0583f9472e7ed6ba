package dev.sheetbend.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.endpoint.CoderModelTest.Circle;
import dev.sheetbend.websocket.endpoint.CoderModelTest.CircleDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.IntegerDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.Point;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointBinaryDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.Shape;
import dev.sheetbend.websocket.endpoint.CoderModelTest.StringDecoder;
import jakarta.websocket.Decoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification 2.1.3 and the Javadoc of MessageHandler. */
class MessageTypesTest {
    private static CoderModel decoders(List<Class<? extends Decoder>> decoders) throws Exception {
        return CoderModel.of(List.of(), decoders);
    }

    private static MessageTypes.HandlerType whole(Class<?> type) {
        return new MessageTypes.HandlerType(type, false);
    }

    private static MessageTypes.HandlerType partial(Class<?> type) {
        return new MessageTypes.HandlerType(type, true);
    }

    @Test
    void typeOfAnAnonymousHandlerIsFound() {
        assertThat(MessageTypes.of(new MessageHandler.Whole<String>() {
                    @Override
                    public void onMessage(String message) {}
                }))
                .isEqualTo(whole(String.class));
        assertThat(MessageTypes.of(new MessageHandler.Partial<byte[]>() {
                    @Override
                    public void onMessage(byte[] part, boolean last) {}
                }))
                .isEqualTo(partial(byte[].class));
        assertThat(MessageTypes.of(new MessageHandler.Whole<List<Point>>() {
                    @Override
                    public void onMessage(List<Point> message) {}
                }))
                .isEqualTo(whole(List.class));
    }

    interface Refined<A, B> extends MessageHandler.Whole<B> {}

    abstract static class Base<X, Y> implements Refined<Y, X[]> {
        @Override
        public void onMessage(X[] message) {}
    }

    static class Middle<Z> extends Base<Z, Integer> {}

    static class Named extends Middle<Point> {}

    @Test
    void typeIsFoundThroughSuperclassesAndInterfaces() {
        assertThat(MessageTypes.of(new Named())).isEqualTo(whole(Point[].class));
    }

    static class Outer<T> {
        class Handler implements MessageHandler.Whole<T> {
            @Override
            public void onMessage(T message) {}
        }
    }

    static class StringOuter extends Outer<String> {
        class InnerHandler extends Outer<String>.Handler {}
    }

    @Test
    void typeIsFoundThroughTheOwnerOfAnInnerClass() {
        assertThat(MessageTypes.of(new StringOuter().new InnerHandler())).isEqualTo(whole(String.class));
    }

    @Test
    void lambdaIsRefusedWithTheMethodToUse() {
        MessageHandler.Whole<String> whole = message -> {};
        MessageHandler.Partial<String> partial = (part, last) -> {};
        assertThatThrownBy(() -> MessageTypes.of(whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use addMessageHandler(Class, MessageHandler.Whole) instead");
        assertThatThrownBy(() -> MessageTypes.of(partial))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use addMessageHandler(Class, MessageHandler.Partial) instead");
    }

    @SuppressWarnings("rawtypes")
    static class Raw implements MessageHandler.Whole {
        @Override
        public void onMessage(Object message) {}
    }

    @Test
    void rawHandlerIsRefusedWithTheMethodToUse() {
        assertThatThrownBy(() -> MessageTypes.of(new Raw()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The message type of " + Raw.class.getName() + " cannot be found out, as it is a lambda or"
                        + " a raw MessageHandler.Whole; use addMessageHandler(Class, MessageHandler.Whole) instead.");
        assertThatThrownBy(() -> MessageTypes.of(new Middle<String>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Middle.class.getName());
    }

    static class WholeAndPartial implements MessageHandler.Whole<String>, MessageHandler.Partial<String> {
        @Override
        public void onMessage(String message) {}

        @Override
        public void onMessage(String part, boolean last) {}
    }

    @Test
    void handlerThatIsBothOrNeitherIsRefused() {
        assertThatThrownBy(() -> MessageTypes.of(new WholeAndPartial()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is both a MessageHandler.Whole and a MessageHandler.Partial")
                .hasMessageContaining("addMessageHandler(Class, MessageHandler.Whole)");
        assertThatThrownBy(() -> MessageTypes.of(new MessageHandler() {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must implement MessageHandler.Whole or MessageHandler.Partial");
    }

    @Test
    void builtInTypesHaveTheirKinds() throws Exception {
        Map<Class<?>, MessageKind> expected = Map.of(
                String.class, MessageKind.TEXT,
                Reader.class, MessageKind.TEXT_READER,
                int.class, MessageKind.TEXT_PRIMITIVE,
                Character.class, MessageKind.TEXT_PRIMITIVE,
                boolean.class, MessageKind.TEXT_PRIMITIVE,
                byte[].class, MessageKind.BINARY_ARRAY,
                ByteBuffer.class, MessageKind.BINARY_BUFFER,
                InputStream.class, MessageKind.BINARY_STREAM,
                PongMessage.class, MessageKind.PONG);
        CoderModel none = decoders(List.of());
        expected.forEach((type, kind) ->
                assertThat(MessageTypes.kinds(type, false, none)).containsExactly(kind));
        assertThat(MessageTypes.kinds(String.class, true, none)).containsExactly(MessageKind.TEXT_PARTIAL);
        assertThat(MessageTypes.kinds(byte[].class, true, none)).containsExactly(MessageKind.BINARY_ARRAY_PARTIAL);
        assertThat(MessageTypes.kinds(ByteBuffer.class, true, none)).containsExactly(MessageKind.BINARY_BUFFER_PARTIAL);
    }

    @Test
    void decodersMakeObjectKinds() throws Exception {
        assertThat(MessageTypes.kinds(Point.class, false, decoders(List.of(PointDecoder.class))))
                .containsExactly(MessageKind.TEXT_OBJECT);
        assertThat(MessageTypes.kinds(Point.class, false, decoders(List.of(PointBinaryDecoder.class))))
                .containsExactly(MessageKind.BINARY_OBJECT);
        assertThat(MessageTypes.kinds(
                        Point.class, false, decoders(List.of(PointBinaryDecoder.class, PointDecoder.class))))
                .containsExactly(MessageKind.TEXT_OBJECT, MessageKind.BINARY_OBJECT);
    }

    @Test
    void decoderOfASubtypeServesItsSupertypeButNotTheOtherWayRound() throws Exception {
        CoderModel circles = decoders(List.of(CircleDecoder.class));
        assertThat(MessageTypes.kinds(Shape.class, false, circles)).containsExactly(MessageKind.TEXT_OBJECT);
        assertThat(MessageTypes.kinds(Circle.class, false, circles)).containsExactly(MessageKind.TEXT_OBJECT);
        assertThatThrownBy(() -> MessageTypes.kinds(CoderModelTest.Square.class, false, circles))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decoderForExactlyABuiltInTypeWins() throws Exception {
        CoderModel model = decoders(List.of(StringDecoder.class, IntegerDecoder.class));
        assertThat(MessageTypes.kinds(String.class, false, model)).containsExactly(MessageKind.TEXT_OBJECT);
        assertThat(MessageTypes.kinds(int.class, false, model)).containsExactly(MessageKind.TEXT_OBJECT);
        assertThat(MessageTypes.kinds(long.class, false, model)).containsExactly(MessageKind.TEXT_PRIMITIVE);
        assertThat(MessageTypes.kinds(String.class, true, model)).containsExactly(MessageKind.TEXT_PARTIAL);
    }

    @Test
    void typeWithoutADecoderIsImpossible() throws Exception {
        CoderModel none = decoders(List.of());
        assertThatThrownBy(() -> MessageTypes.kinds(Point.class, false, none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages of type " + Point.class.getTypeName()
                        + " cannot be received, as none of the endpoint's decoders makes them");
    }

    @ParameterizedTest
    @ValueSource(classes = {Reader.class, InputStream.class, PongMessage.class, Integer.class, Point.class})
    void typeThatIsNotAPartIsImpossibleInParts(Class<?> type) throws Exception {
        CoderModel model = decoders(List.of(PointDecoder.class));
        assertThatThrownBy(() -> MessageTypes.kinds(type, true, model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages of type " + type.getTypeName()
                        + " cannot be received in parts; only String, byte[] and ByteBuffer can");
    }

    public static class BytesDecoder implements Decoder.Binary<byte[]> {
        @Override
        public byte[] decode(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return true;
        }
    }

    @Test
    void decoderForByteArraysWinsOverThem() throws Exception {
        CoderModel model = decoders(List.of(BytesDecoder.class));
        assertThat(MessageTypes.kinds(byte[].class, false, model)).containsExactly(MessageKind.BINARY_OBJECT);
        assertThat(MessageTypes.kinds(ByteBuffer.class, false, model)).containsExactly(MessageKind.BINARY_BUFFER);
    }
}
