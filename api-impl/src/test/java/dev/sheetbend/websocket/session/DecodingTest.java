package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decoders at work: which of them is used, and where what they throw goes (specification, 4.1.3 and 5.2.2). */
class DecodingTest {
    private static BlockingQueue<String> events;
    private static BlockingQueue<Throwable> errors;

    private final SessionHarness peer = new SessionHarness();

    /** What is decoded. */
    public record Other(String text) {}

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
        errors = new LinkedBlockingQueue<>();
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    private void awaitEvents(String... expected) {
        await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    private static String read(Reader reader) throws IOException {
        var text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    /** Asks to be the first, for texts that begin with 1. */
    public static class FirstDecoder implements Decoder.Text<Other> {
        @Override
        public boolean willDecode(String text) {
            events.add("first asked");
            return text.startsWith("1");
        }

        @Override
        public Other decode(String text) {
            return new Other("first:" + text);
        }
    }

    /** The same type, for texts that begin with 2. */
    public static class SecondDecoder implements Decoder.Text<Other> {
        @Override
        public boolean willDecode(String text) {
            events.add("second asked");
            if (text.equals("2 breaks")) {
                throw new IllegalArgumentException("willDecode");
            }
            return text.startsWith("2");
        }

        @Override
        public Other decode(String text) throws DecodeException {
            return switch (text) {
                case "2 bad" -> throw new DecodeException(text, "bad");
                case "2 worse" -> throw new IllegalStateException("decode");
                case "2 null" -> null;
                default -> new Other("second:" + text);
            };
        }
    }

    /** Takes all that is left, and is never asked whether it will. */
    public static class StreamDecoder implements Decoder.TextStream<Other> {
        @Override
        public Other decode(Reader reader) throws DecodeException, IOException {
            String text = read(reader);
            return switch (text) {
                case "io" -> throw new IOException("reader");
                case "bad" -> throw new DecodeException(text, "bad stream");
                default -> new Other("stream:" + text);
            };
        }
    }

    /** Would take everything as well, but comes too late. */
    public static class LateDecoder implements Decoder.Text<Other> {
        @Override
        public boolean willDecode(String text) {
            events.add("late asked");
            return true;
        }

        @Override
        public Other decode(String text) {
            return new Other("late:" + text);
        }
    }

    @ServerEndpoint(
            value = "/decoders",
            decoders = {FirstDecoder.class, SecondDecoder.class, StreamDecoder.class, LateDecoder.class})
    public static class Decoding {
        @OnMessage
        public void message(Other message) {
            events.add(message == null ? "null" : message.text());
        }

        @OnError
        public void error(Throwable failure) {
            errors.add(failure);
            events.add("error " + failure.getMessage());
        }
    }

    @Test
    void decodersAreAskedInTheirOrderUntilOneWillDecode() throws Exception {
        peer.open(Decoding.class, "/decoders");
        peer.frames().text("1").send();
        awaitEvents("first asked", "first:1");
        events.clear();
        peer.frames().text("2").send();
        awaitEvents("first asked", "second asked", "second:2");
    }

    @Test
    void aStreamDecoderIsNotAskedAndHidesThoseBehindIt() throws Exception {
        peer.open(Decoding.class, "/decoders");
        peer.frames().text("3").send();
        awaitEvents("first asked", "second asked", "stream:3");
    }

    @Test
    void aDecoderGetsTheWholeMessageThoughItComesInPieces() throws Exception {
        peer.open(Decoding.class, "/decoders");
        byte[] frames = peer.frames()
                .text("in ", false)
                .hex("00 80 00000000")
                .ping("between")
                .hex("80 86 00000000 706965636573")
                .bytes();
        for (byte each : frames) {
            peer.transport.deliver(new byte[] {each});
        }
        awaitEvents("first asked", "second asked", "stream:in pieces");
    }

    @Test
    void anExceptionOfADecoderReachesOnErrorAsItIsAndTheSessionGoesOn() throws Exception {
        peer.open(Decoding.class, "/decoders");
        for (String text : new String[] {"2 bad", "2 worse", "2 breaks", "io", "bad"}) {
            peer.frames().text(text).send();
        }
        peer.frames().text("1").send();
        await().untilAsserted(() -> assertThat(events)
                .filteredOn(event -> !event.endsWith("asked"))
                .containsExactly(
                        "error bad",
                        "error decode",
                        "error willDecode",
                        "error reader",
                        "error bad stream",
                        "first:1"));
    }

    @Test
    void aDecodeExceptionKeepsTheText() throws Exception {
        peer.open(Decoding.class, "/decoders");
        peer.frames().text("2 bad").send();
        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.getText()).isEqualTo("2 bad"));
    }

    @Test
    void whatADecoderReturnsIsHandedOnEvenIfItIsNull() throws Exception {
        peer.open(Decoding.class, "/decoders");
        peer.frames().text("2 null").send();
        await().untilAsserted(() -> assertThat(events).contains("null"));
    }

    /** Wants no message at all, and spoils the buffer that it is asked about. */
    public static class UnwillingDecoder implements Decoder.Binary<Other> {
        @Override
        public boolean willDecode(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            return false;
        }

        @Override
        public Other decode(ByteBuffer bytes) {
            throw new AssertionError("It said that it would not.");
        }
    }

    /** Looks at the array behind the buffer, as decoders do. */
    public static class ArrayDecoder implements Decoder.Binary<Other> {
        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return bytes.remaining() > 0 && bytes.get() == 'a';
        }

        @Override
        public Other decode(ByteBuffer bytes) {
            return new Other(bytes.arrayOffset() + " " + bytes.remaining() + " "
                    + new String(bytes.array(), StandardCharsets.UTF_8));
        }
    }

    @ServerEndpoint(
            value = "/binary",
            decoders = {UnwillingDecoder.class, ArrayDecoder.class})
    public static class BinaryDecoding extends Decoding {}

    @Test
    void aBinaryDecoderGetsAnArrayOfItsOwnWhateverWasDoneToItsBufferBefore() throws Exception {
        peer.open(BinaryDecoding.class, "/binary");
        peer.frames()
                .binary("abc".getBytes(StandardCharsets.UTF_8), true)
                .binary("axyz".getBytes(StandardCharsets.UTF_8), true)
                .send();
        awaitEvents("0 3 abc", "0 4 axyz");
    }

    @Test
    void aMessageThatNoDecoderWantsIsADecodeExceptionWithItsBytes() throws Exception {
        peer.open(BinaryDecoding.class, "/binary");
        peer.frames().binary("xyz".getBytes(StandardCharsets.UTF_8), true).send();
        assertThat(errors.poll(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(DecodeException.class, e -> {
            assertThat(e.getBytes()).isEqualTo(ByteBuffer.wrap("xyz".getBytes(StandardCharsets.UTF_8)));
            assertThat(e.getText()).isNull();
        });
    }
}
