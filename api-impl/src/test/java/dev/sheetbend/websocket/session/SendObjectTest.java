package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code sendObject}: every kind of encoder, what needs none, and which encoder takes an object (specification, 4.1.2).
 */
class SendObjectTest extends InMemorySession {
    // What is sent

    /** Has encoders of its own and through its supertypes. */
    public sealed interface Shape permits Circle, Square, Odd {}

    /** Has an encoder of its own. */
    public record Circle(int radius) implements Shape {}

    /** Has one through its interface. */
    public record Square(int side) implements Shape {}

    /** Has one through its superclass. */
    public static non-sealed class Odd implements Shape {}

    /** The nearest supertype is its class, not an interface. */
    public static class Odder extends Odd implements Runnable {
        @Override
        public void run() {
            // Never called.
        }
    }

    /** One for each form of encoder. */
    public record Sent(String text) {}

    // Encoders

    /** Of text. */
    public static class SentText implements Encoder.Text<Sent> {
        @Override
        public String encode(Sent sent) throws EncodeException {
            if (sent.text().equals("refused")) {
                throw new EncodeException(sent, "Refused.", new IllegalStateException("cause"));
            } else if (sent.text().equals("broken")) {
                throw new IllegalStateException("Broken.");
            }
            return sent.text().equals("null") ? null : "text " + sent.text();
        }
    }

    /** Of text, written. */
    public static class SentWriter implements Encoder.TextStream<Sent> {
        @Override
        public void encode(Sent sent, Writer writer) throws IOException {
            if (sent.text().equals("broken")) {
                throw new IOException("Broken.");
            }
            writer.write("writer ");
            writer.append(sent.text());
            writer.close();
        }
    }

    /** Of bytes. */
    public static class SentBytes implements Encoder.Binary<Sent> {
        @Override
        public ByteBuffer encode(Sent sent) {
            return sent.text().equals("null")
                    ? null
                    : ByteBuffer.wrap(("bytes " + sent.text()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of bytes, written. */
    public static class SentStream implements Encoder.BinaryStream<Sent> {
        @Override
        public void encode(Sent sent, OutputStream stream) throws IOException {
            stream.write("stream ".getBytes(StandardCharsets.UTF_8));
            stream.write(sent.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of the interface. */
    public static class ShapeText implements Encoder.Text<Shape> {
        @Override
        public String encode(Shape shape) {
            return "some shape";
        }
    }

    /** Of one class. */
    public static class CircleText implements Encoder.Text<Circle> {
        @Override
        public String encode(Circle circle) {
            return "circle " + circle.radius();
        }
    }

    /** Of a superclass. */
    public static class OddText implements Encoder.Text<Odd> {
        @Override
        public String encode(Odd odd) {
            return "odd";
        }
    }

    /** Of an interface that has nothing to do with shapes. */
    public static class RunnableText implements Encoder.Text<Runnable> {
        @Override
        public String encode(Runnable runnable) {
            return "runnable";
        }
    }

    /** Instead of what is built in. */
    public static class IntegerText implements Encoder.Text<Integer> {
        @Override
        public String encode(Integer value) {
            return "integer " + value;
        }
    }

    /** Of everything. */
    public static class ObjectText implements Encoder.Text<Object> {
        @Override
        public String encode(Object object) {
            return "object " + object;
        }
    }

    // Built in

    @ParameterizedTest
    @EnumSource(Role.class)
    void primitivesTextAndBytesNeedNoEncoder(Role role) throws Exception {
        peer.open(role, endpoint);
        List<Object> objects = List.of(
                1,
                2L,
                (short) 3,
                (byte) 4,
                5.5,
                6.5f,
                'c',
                true,
                "text",
                new byte[] {'a'},
                ByteBuffer.wrap(new byte[] {'b'}),
                ByteBuffer.allocateDirect(1).put(0, (byte) 'd'));
        for (Object object : objects) {
            basic().sendObject(object);
        }
        assertThat(peer.received())
                .containsExactly(
                        "text:1",
                        "text:2",
                        "text:3",
                        "text:4",
                        "text:5.5",
                        "text:6.5",
                        "text:c",
                        "text:true",
                        "text:text",
                        "binary:a",
                        "binary:b",
                        "binary:d");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anEncoderForABoxReplacesTheBuiltInOne(Role role) throws Exception {
        peer.open(role, endpoint, IntegerText.class);
        basic().sendObject(1);
        async().sendObject(2).get();
        basic().sendObject(3L);
        assertThat(peer.received()).containsExactly("text:integer 1", "text:integer 2", "text:3");
    }

    // Each form

    @ParameterizedTest
    @EnumSource(Role.class)
    void textIsEncoded(Role role) throws Exception {
        peer.open(role, endpoint, SentText.class);
        sendBothWays("text:text a", "text:text b");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void textIsEncodedThroughAWriter(Role role) throws Exception {
        peer.open(role, endpoint, SentWriter.class);
        sendBothWays("text:writer a", "text:writer b");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bytesAreEncoded(Role role) throws Exception {
        peer.open(role, endpoint, SentBytes.class);
        sendBothWays("binary:bytes a", "binary:bytes b");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bytesAreEncodedThroughAStream(Role role) throws Exception {
        peer.open(role, endpoint, SentStream.class);
        sendBothWays("binary:stream a", "binary:stream b");
    }

    private void sendBothWays(String first, String second) throws Exception {
        basic().sendObject(new Sent("a"));
        assertThat(async().sendObject(new Sent("b")).get(10, TimeUnit.SECONDS)).isNull();
        assertThat(peer.received()).containsExactly(first, second);
    }

    @Test
    void theFirstOfSeveralEncodersForATypeIsUsed() throws Exception {
        peer.open(Role.SERVER, endpoint, SentBytes.class, SentText.class);
        basic().sendObject(new Sent("a"));
        assertThat(peer.received()).containsExactly("binary:bytes a");
    }

    // Which one

    @Test
    void theNearestSupertypeThatHasAnEncoderCounts() throws Exception {
        peer.open(
                Role.SERVER,
                endpoint,
                ObjectText.class,
                RunnableText.class,
                ShapeText.class,
                CircleText.class,
                OddText.class);
        basic().sendObject(new Circle(1));
        basic().sendObject(new Square(2));
        basic().sendObject(new Odd());
        basic().sendObject(new Odder());
        Runnable anonymous = new Runnable() {
            @Override
            public void run() {
                // Never called.
            }
        };
        basic().sendObject(anonymous);
        basic().sendObject("a string");
        assertThat(peer.received())
                .containsExactly(
                        "text:circle 1",
                        "text:some shape",
                        "text:odd",
                        "text:odd",
                        "text:runnable",
                        "text:object a string");
    }

    // What fails

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatAnEncoderRefusesReachesTheCaller(Role role) throws Exception {
        peer.open(role, endpoint, SentText.class);
        var refused = new Sent("refused");
        assertThatThrownBy(() -> basic().sendObject(refused))
                .isInstanceOfSatisfying(
                        EncodeException.class,
                        failure -> assertThat(failure.getObject()).isSameAs(refused))
                .hasMessage("Refused.")
                .hasRootCauseMessage("cause");
        assertThatThrownBy(() -> basic().sendObject(new Sent("broken")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Broken.");
        assertThatThrownBy(() -> async().sendObject(refused).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(EncodeException.class);
        BlockingQueue<SendResult> results = new LinkedBlockingQueue<>();
        async().sendObject(refused, results::add);
        async().sendObject(new Sent("broken"), results::add);
        SendResult first = results.take();
        assertThat(first.isOK()).isFalse();
        assertThat(first.getException()).isInstanceOf(EncodeException.class);
        assertThat(first.getSession()).isSameAs(endpoint.session);
        assertThat(results.take().getException()).isInstanceOf(IllegalStateException.class);
        basic().sendObject(new Sent("still open"));
        assertThat(peer.received()).containsExactly("text:text still open");
        assertThat(endpoint.errors).isEmpty();
    }

    @Test
    void anIoExceptionOfAnEncoderReachesTheCallerAndTheSessionStaysOpen() throws Exception {
        peer.open(Role.SERVER, endpoint, SentWriter.class);
        assertThatThrownBy(() -> basic().sendObject(new Sent("broken")))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken.");
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @Test
    void anObjectWithoutAnEncoderIsNamed() throws Exception {
        peer.open(Role.SERVER, endpoint);
        var object = new Sent("a");
        assertThatThrownBy(() -> basic().sendObject(object))
                .isInstanceOfSatisfying(
                        EncodeException.class,
                        failure -> assertThat(failure.getObject()).isSameAs(object))
                .hasMessageContaining(Sent.class.getName());
    }

    @Test
    void anEncoderMustNotReturnNull() throws Exception {
        peer.open(Role.SERVER, endpoint, SentText.class);
        assertThatThrownBy(() -> basic().sendObject(new Sent("null")))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("returned null");
    }
}
