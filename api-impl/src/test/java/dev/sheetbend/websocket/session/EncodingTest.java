package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encoders at work: which of them is used, and where what they throw goes (specification, 4.1.2 and 5.2.2). */
class EncodingTest {
    private static volatile Session session;
    private static BlockingQueue<Throwable> errors;

    private final SessionHarness peer = new SessionHarness();

    /** What has an encoder. */
    public sealed interface Shape {}

    /** A shape with an encoder of its own. */
    public record Circle(int radius) implements Shape {}

    /** A shape without one. */
    public record Square(int side) implements Shape {}

    /** What is nobody's but Object's subtype. */
    public record Other(String text) {}

    @BeforeEach
    void reset() {
        session = null;
        errors = new LinkedBlockingQueue<>();
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    private String sent(Object object) throws Exception {
        int before = peer.received().size();
        session.getBasicRemote().sendObject(object);
        return String.join(" ", peer.received().subList(before, peer.received().size()));
    }

    /** For every shape. */
    public static class ShapeEncoder implements Encoder.TextStream<Shape> {
        @Override
        public void encode(Shape object, Writer writer) throws IOException {
            writer.write("shape ");
            writer.write(object.toString());
        }
    }

    /** For one kind of shape. */
    public static class CircleEncoder implements Encoder.Binary<Circle> {
        @Override
        public ByteBuffer encode(Circle object) {
            return ByteBuffer.wrap(("circle " + object.radius()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The second for one kind of shape. */
    public static class LateCircleEncoder implements Encoder.Text<Circle> {
        @Override
        public String encode(Circle object) {
            return "late circle";
        }
    }

    /** For a primitive type. */
    public static class IntegerEncoder implements Encoder.Text<Integer> {
        @Override
        public String encode(Integer object) {
            return "int " + object;
        }
    }

    /** For a native type. */
    public static class StringEncoder implements Encoder.BinaryStream<String> {
        @Override
        public void encode(String object, OutputStream stream) throws IOException {
            stream.write(("string " + object).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Answers with what is asked for. */
    public static class Answering {
        @OnOpen
        public void open(Session s) {
            session = s;
        }

        @OnMessage
        public Object answer(String text) {
            return switch (text) {
                case "circle" -> new Circle(3);
                case "square" -> new Square(4);
                case "other" -> new Other("o");
                case "string" -> "s";
                case "bytes" -> new byte[] {'b'};
                case "buffer" -> ByteBuffer.wrap(new byte[] {'c'});
                case "int" -> 5;
                case "char" -> 'x';
                default -> null;
            };
        }

        @OnError
        public void error(Throwable failure) {
            errors.add(failure);
        }
    }

    @ServerEndpoint(
            value = "/shapes",
            encoders = {
                ShapeEncoder.class,
                CircleEncoder.class,
                LateCircleEncoder.class,
                IntegerEncoder.class,
                StringEncoder.class
            })
    public static class Shapes extends Answering {}

    @Test
    void theEncoderOfTheNearestSupertypeIsUsedAndOfTwoForOneTypeTheFirst() throws Exception {
        peer.open(Shapes.class, "/shapes");
        assertThat(sent(new Circle(1))).isEqualTo("binary:circle 1");
        assertThat(sent(new Square(2))).isEqualTo("text:shape Square[side=2]");
        peer.frames().text("circle").text("square").send();
        assertThat(peer.received().subList(2, 4)).containsExactly("binary:circle 3", "text:shape Square[side=4]");
    }

    @Test
    void anEncoderForAPrimitiveOrNativeTypeIsUsedInsteadOfTheContainersOwn() throws Exception {
        peer.open(Shapes.class, "/shapes");
        assertThat(sent(7)).isEqualTo("text:int 7");
        assertThat(sent("a")).isEqualTo("binary:string a");
        assertThat(sent(7L)).isEqualTo("text:7");
        peer.frames().text("int").text("string").send();
        assertThat(peer.received().subList(3, 5)).containsExactly("text:int 5", "binary:string s");
    }

    @Test
    void anObjectThatNoEncoderTakesIsAnEncodeExceptionWithTheObject() throws Exception {
        peer.open(Shapes.class, "/shapes");
        Object object = new Other("x");
        assertThatThrownBy(() -> session.getBasicRemote().sendObject(object))
                .isInstanceOfSatisfying(
                        EncodeException.class, e -> assertThat(e.getObject()).isSameAs(object));
        peer.frames().text("other").text("circle").send();
        assertThat(errors).singleElement().isInstanceOf(EncodeException.class);
        assertThat(peer.received()).containsExactly("binary:circle 3");
    }

    /** For whatever there is. */
    public static class ObjectEncoder implements Encoder.Text<Object> {
        @Override
        public String encode(Object object) {
            return "object " + object.getClass().getSimpleName();
        }
    }

    @ServerEndpoint(
            value = "/objects",
            encoders = {ObjectEncoder.class, IntegerEncoder.class})
    public static class Objects extends Answering {}

    /** 4.1.2: an object "of a type that matches (same class or a sub-class)" must be given to the encoder. */
    @Test
    void anEncoderForObjectTakesWhatNoOtherDoesNativeTypesIncluded() throws Exception {
        peer.open(Objects.class, "/objects");
        assertThat(sent(new Other("x"))).isEqualTo("text:object Other");
        assertThat(sent("x")).isEqualTo("text:object String");
        assertThat(sent(ByteBuffer.allocate(1))).isEqualTo("text:object HeapByteBuffer");
        assertThat(sent(new byte[1])).isEqualTo("text:object byte[]");
        assertThat(sent(1L)).isEqualTo("text:object Long");
        assertThat(sent(1)).isEqualTo("text:int 1");
    }

    @ServerEndpoint("/plain")
    public static class Plain extends Answering {}

    @Test
    void withoutEncodersThereAreTheContainersOwn() throws Exception {
        peer.open(Plain.class, "/plain");
        Map<Object, String> expected = new HashMap<>(Map.of(
                true,
                "text:true",
                (byte) -1,
                "text:-1",
                'c',
                "text:c",
                (short) 2,
                "text:2",
                3,
                "text:3",
                4L,
                "text:4",
                1.5f,
                "text:1.5",
                -2.5d,
                "text:-2.5",
                "s",
                "text:s",
                ByteBuffer.wrap(new byte[] {'b'}),
                "binary:b"));
        for (Map.Entry<Object, String> each : expected.entrySet()) {
            assertThat(sent(each.getKey())).isEqualTo(each.getValue());
        }
        assertThat(sent(new byte[] {'a'})).isEqualTo("binary:a");
        int before = peer.received().size();
        peer.frames()
                .text("bytes")
                .text("buffer")
                .text("char")
                .text("nothing")
                .text("int")
                .send();
        assertThat(peer.received().subList(before, before + 4))
                .containsExactly("binary:b", "binary:c", "text:x", "text:5");
    }

    // What encoders throw

    /** Fails in the way that the object says. */
    public static class FailingEncoder implements Encoder.TextStream<Other> {
        @Override
        public void encode(Other object, Writer writer) throws EncodeException, IOException {
            writer.write("half of it");
            switch (object.text()) {
                case "encode" -> throw new EncodeException(object, "refused");
                case "io" -> throw new IOException("no more");
                case "runtime" -> throw new IllegalStateException("broken");
                default -> writer.write(", and the rest");
            }
        }
    }

    @ServerEndpoint(value = "/failing", encoders = FailingEncoder.class)
    public static class Failing {
        @OnOpen
        public void open(Session s) {
            session = s;
        }

        @OnMessage
        public Other answer(String text) {
            return new Other(text);
        }

        @OnError
        public void error(Throwable failure) {
            errors.add(failure);
        }
    }

    @Test
    void whatAnEncoderThrowsComesOutOfTheSendAndNothingOfTheMessageLeaves() throws Exception {
        peer.open(Failing.class, "/failing");
        assertThatThrownBy(() -> sent(new Other("encode")))
                .isInstanceOf(EncodeException.class)
                .hasMessage("refused");
        assertThatThrownBy(() -> sent(new Other("io")))
                .isInstanceOf(IOException.class)
                .hasMessage("no more");
        assertThatThrownBy(() -> sent(new Other("runtime")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(session.getAsyncRemote().sendObject(new Other("encode")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(EncodeException.class);
        var results = new LinkedBlockingQueue<Throwable>();
        session.getAsyncRemote().sendObject(new Other("runtime"), result -> results.add(result.getException()));
        await().untilAsserted(() -> assertThat(results).singleElement().isInstanceOf(IllegalStateException.class));
        assertThat(sent(new Other("fine"))).isEqualTo("text:half of it, and the rest");
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void whatAnEncoderThrowsForAReturnValueGoesToOnErrorAndTheSessionGoesOn() throws Exception {
        peer.open(Failing.class, "/failing");
        peer.frames().text("encode").text("io").text("runtime").text("fine").send();
        await().untilAsserted(() ->
                assertThat(errors).extracting(Throwable::getMessage).containsExactly("refused", "no more", "broken"));
        assertThat(peer.received()).containsExactly("text:half of it, and the rest");
    }

    // One class in several roles, and its type parameter far away

    /** Between the interfaces and the class that says the types, in another order. */
    public interface TextCoder<A, B> extends Encoder.Text<B>, Decoder.Text<A> {
        @Override
        default void init(EndpointConfig config) {}

        @Override
        default void destroy() {}
    }

    /** Leaves open what it codes. */
    public abstract static class AnyCoder<C>
            implements TextCoder<C, C>, Decoder.BinaryStream<C>, Encoder.TextStream<C> {
        abstract C make(String text);

        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @Override
        public C decode(String text) {
            return make("text " + text);
        }

        @Override
        public C decode(InputStream stream) throws IOException {
            return make("binary " + new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void encode(C object, Writer writer) {
            throw new AssertionError("The text form comes first.");
        }
    }

    /** Says what it codes. */
    public static class OtherCoder extends AnyCoder<Other> {
        @Override
        Other make(String text) {
            return new Other(text);
        }

        @Override
        public String encode(Other object) {
            return "encoded " + object.text();
        }
    }

    @ServerEndpoint(value = "/everything", encoders = OtherCoder.class, decoders = OtherCoder.class)
    public static class Everything {
        @OnMessage
        public Other message(Other message) {
            return message;
        }
    }

    @Test
    void oneClassMayBeEncoderAndDecoderOfSeveralKinds() throws Exception {
        peer.open(Everything.class, "/everything");
        peer.frames().text("a").binary(new byte[] {'b'}, true).send();
        assertThat(peer.received()).containsExactly("text:encoded text a", "text:encoded binary b");
    }

    // Primitives

    @ServerEndpoint("/int")
    public static class IntMethod {
        @OnMessage
        public int twice(int number) {
            return 2 * number;
        }

        @OnError
        public void error(Throwable failure) {
            errors.add(failure);
        }
    }

    @ServerEndpoint("/boxes")
    public static class BoxMethod {
        @OnMessage
        public Double half(Double number) {
            return number / 2;
        }
    }

    /** Decodes what the container would decode itself. */
    public static class HexDecoder implements Decoder.Text<Integer> {
        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @Override
        public Integer decode(String text) {
            return Integer.valueOf(text, 16);
        }
    }

    @ServerEndpoint(value = "/hex", decoders = HexDecoder.class, encoders = IntegerEncoder.class)
    public static class HexMethod extends IntMethod {}

    @Test
    void primitivesAndBoxesAreConvertedBothWays() throws Exception {
        peer.open(IntMethod.class, "/int");
        peer.frames().text("21").text("no number").text("-4").send();
        assertThat(peer.received()).containsExactly("text:42", "text:-8");
        assertThat(errors)
                .singleElement()
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.getText()).isEqualTo("no number"));
    }

    @Test
    void boxesAreConvertedBothWays() throws Exception {
        peer.open(BoxMethod.class, "/boxes");
        peer.frames().text("5").send();
        assertThat(peer.received()).containsExactly("text:2.5");
    }

    @Test
    void codersForABoxServeItsPrimitive() throws Exception {
        peer.open(HexMethod.class, "/hex");
        peer.frames().text("10").send();
        assertThat(peer.received()).containsExactly("text:int 32");
    }
}
