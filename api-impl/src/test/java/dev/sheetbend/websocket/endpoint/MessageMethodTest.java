package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.endpoint.CoderModelTest.Point;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointBinaryDecoder;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointDecoder;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.EOFException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calling message methods of every form. */
class MessageMethodTest {
    @ServerEndpoint("/{room}")
    public static class Shuffled {
        private final List<Object> seen = new ArrayList<>();

        @OnMessage
        public void text(boolean last, Session session, @PathParam("room") String room, String part) {
            seen.addAll(List.of(last, session, room, part));
        }

        @OnMessage
        public byte[] binary(byte[] part, boolean last) {
            return last ? part : null;
        }

        @OnMessage
        public String pong(Session session, PongMessage pong) {
            return "pong";
        }
    }

    @Test
    void parametersMayComeInAnyOrder() throws Throwable {
        EndpointModel model = EndpointModel.server(Shuffled.class);
        PathArguments path = model.pathArguments(Map.of("room", "blue"));
        Shuffled endpoint = new Shuffled();
        MessageMethod text = model.textMethod().orElseThrow();
        assertThat(text.kind()).isEqualTo(MessageKind.TEXT_PARTIAL);
        assertThat(text.returnsValue()).isFalse();
        assertThat(text.invoke(endpoint, SESSION, "a", false, path)).isNull();
        assertThat(text.invoke(endpoint, SESSION, "b", true, path)).isNull();
        assertThat(endpoint.seen).hasSize(8);
        assertThat(endpoint.seen.subList(2, 4)).containsExactly("blue", "a");
        assertThat(endpoint.seen.get(0)).isEqualTo(false);
        assertThat(endpoint.seen.get(1)).isSameAs(SESSION);
        assertThat(endpoint.seen.get(4)).isEqualTo(true);
        assertThat(text).hasToString(Shuffled.class.getName() + ".text(boolean, Session, String, String)");
    }

    @Test
    void returnValueComesBackAndMayBeNull() throws Throwable {
        EndpointModel model = EndpointModel.server(Shuffled.class);
        PathArguments path = model.pathArguments(Map.of("room", "blue"));
        MessageMethod binary = model.binaryMethod().orElseThrow();
        byte[] part = {1};
        assertThat(binary.kind()).isEqualTo(MessageKind.BINARY_ARRAY_PARTIAL);
        assertThat(binary.messageType()).isEqualTo(byte[].class);
        assertThat(binary.invoke(new Shuffled(), SESSION, part, true, path)).isSameAs(part);
        assertThat(binary.invoke(new Shuffled(), SESSION, part, false, path)).isNull();
        MessageMethod pong = model.pongMethod().orElseThrow();
        assertThat(pong.kind()).isEqualTo(MessageKind.PONG);
        assertThat(pong.invoke(new Shuffled(), SESSION, null, true, path)).isEqualTo("pong");
    }

    @ServerEndpoint("/")
    public static class Primitive {
        @OnMessage
        public int twice(int message) {
            return 2 * message;
        }

        @OnMessage
        public ByteBuffer binary(ByteBuffer part, boolean last) {
            return part;
        }
    }

    @Test
    void primitiveIsConvertedAndTheResultBoxed() throws Throwable {
        EndpointModel model = EndpointModel.server(Primitive.class);
        MessageMethod method = model.textMethod().orElseThrow();
        assertThat(method.kind()).isEqualTo(MessageKind.TEXT_PRIMITIVE);
        assertThat(method.messageType()).isEqualTo(int.class);
        Object message = method.convertText("21");
        assertThat(method.invoke(new Primitive(), SESSION, message, true, model.pathArguments(Map.of())))
                .isEqualTo(42);
        assertThat(model.binaryMethod().orElseThrow().kind()).isEqualTo(MessageKind.BINARY_BUFFER_PARTIAL);
    }

    @Test
    void textThatDoesNotConvertIsADecodeExceptionWithTheText() throws Exception {
        MessageMethod method =
                EndpointModel.server(Primitive.class).textMethod().orElseThrow();
        assertThatThrownBy(() -> method.convertText("many"))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.getText()).isEqualTo("many"))
                .hasMessage("The text is not a value of type int.");
    }

    @ServerEndpoint("/")
    public static class Character1 {
        @OnMessage
        public void text(Character message) {}
    }

    @Test
    void characterIsTheFirstOfTheText() throws Exception {
        MessageMethod method =
                EndpointModel.server(Character1.class).textMethod().orElseThrow();
        assertThat(method.convertText("x")).isEqualTo('x');
        assertThat(method.convertText("xy")).isEqualTo('x');
        for (String text : List.of("", "😀")) {
            assertThatThrownBy(() -> method.convertText(text)).isInstanceOf(DecodeException.class);
        }
    }

    @ServerEndpoint("/")
    public static class Streams {
        @OnMessage
        public void text(Reader reader) throws EOFException {
            throw new EOFException("from the application");
        }

        @OnMessage
        public void binary(InputStream stream) {}
    }

    @Test
    void exceptionOfTheMethodComesOutUnwrapped() throws Exception {
        EndpointModel model = EndpointModel.server(Streams.class);
        MessageMethod method = model.textMethod().orElseThrow();
        assertThat(method.kind()).isEqualTo(MessageKind.TEXT_READER);
        assertThat(model.binaryMethod().orElseThrow().kind()).isEqualTo(MessageKind.BINARY_STREAM);
        assertThatThrownBy(() ->
                        method.invoke(new Streams(), SESSION, Reader.nullReader(), true, model.pathArguments(Map.of())))
                .isExactlyInstanceOf(EOFException.class)
                .hasMessage("from the application");
    }

    @ServerEndpoint(
            value = "/",
            decoders = {PointDecoder.class, PointBinaryDecoder.class})
    public static class TextAndBinary {
        @OnMessage(maxMessageSize = 5)
        public int point(Point message) {
            return message.x();
        }
    }

    @Test
    void methodWithTextAndBinaryDecodersTakesBothKinds() throws Throwable {
        EndpointModel model = EndpointModel.server(TextAndBinary.class);
        PathArguments path = model.pathArguments(Map.of());
        MessageMethod text = model.textMethod().orElseThrow();
        MessageMethod binary = model.binaryMethod().orElseThrow();
        assertThat(text.kind()).isEqualTo(MessageKind.TEXT_OBJECT);
        assertThat(binary.kind()).isEqualTo(MessageKind.BINARY_OBJECT);
        assertThat(text.maxMessageSize()).isEqualTo(5);
        assertThat(text.invoke(new TextAndBinary(), SESSION, new Point(1, 2), true, path))
                .isEqualTo(1);
        assertThat(binary.invoke(new TextAndBinary(), SESSION, new Point(3, 4), true, path))
                .isEqualTo(3);
    }

    @ServerEndpoint("/")
    public static class Varargs {
        @OnMessage
        public int binary(byte... message) {
            return message.length;
        }
    }

    @Test
    void varargsMethodGetsItsArray() throws Throwable {
        EndpointModel model = EndpointModel.server(Varargs.class);
        assertThat(model.binaryMethod()
                        .orElseThrow()
                        .invoke(new Varargs(), SESSION, new byte[3], true, model.pathArguments(Map.of())))
                .isEqualTo(3);
    }
}
