package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Message handlers of a session: for every type, by class and by type parameter, and changed at any time (2.1.3). */
class SessionHandlersTest extends InMemorySession {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    private static String read(Reader reader) {
        try {
            var text = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                text.append((char) c);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // By class

    @ParameterizedTest
    @EnumSource(Role.class)
    void wholeMessagesByClass(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        receiveText("text a", () -> session.addMessageHandler(String.class, s -> note("text " + s)));
        receiveText("reader a", () -> session.addMessageHandler(Reader.class, r -> note("reader " + read(r))));
        receiveBinary(
                "array a",
                () -> session.addMessageHandler(
                        byte[].class, (MessageHandler.Whole<byte[]>) b -> note("array " + text(ByteBuffer.wrap(b)))));
        receiveBinary("buffer a", () -> session.addMessageHandler(ByteBuffer.class, b -> note("buffer " + text(b))));
        receiveBinary("stream a", () -> session.addMessageHandler(InputStream.class, i -> note("stream " + read(i))));
        session.addMessageHandler(PongMessage.class, p -> note("pong " + text(p.getApplicationData())));
        peer.frames().pong("a").send();
        endpoint.awaitEvents("pong a");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void partsByClass(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        receiveText(
                "text a true",
                () -> session.addMessageHandler(
                        String.class, (MessageHandler.Partial<String>) (s, last) -> note("text " + s + " " + last)));
        receiveBinary(
                "array a true",
                () -> session.addMessageHandler(byte[].class, (MessageHandler.Partial<byte[]>)
                        (b, last) -> note("array " + text(ByteBuffer.wrap(b)) + " " + last)));
        receiveBinary(
                "buffer a true",
                () -> session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                        (b, last) -> note("buffer " + text(b) + " " + last)));
    }

    private void note(String event) {
        endpoint.events.add(event);
    }

    private void receiveText(String expected, Runnable registration) {
        receive(expected, registration, () -> peer.frames().text("a").send());
    }

    private void receiveBinary(String expected, Runnable registration) {
        receive(
                expected,
                registration,
                () -> peer.frames().binary(bytes("a"), true).send());
    }

    /** One handler, one message; then neither is left. */
    private void receive(String expected, Runnable registration, Runnable sending) {
        registration.run();
        sending.run();
        endpoint.awaitEvents(expected);
        endpoint.events.clear();
        endpoint.session.getMessageHandlers().forEach(endpoint.session::removeMessageHandler);
    }

    // By type parameter

    /** Its type parameter stands two levels up. */
    abstract class Noting<A, B> implements Handling<B> {
        @Override
        public void onMessage(B message) {
            note(getClass().getSimpleName() + " " + message);
        }
    }

    /** An interface in between. */
    interface Handling<T> extends MessageHandler.Whole<T> {}

    /** Named. */
    final class Named extends Noting<Integer, String> {}

    @ParameterizedTest
    @EnumSource(Role.class)
    void aNamedClassBelowGenericOnesTellsItsType(Role role) throws Exception {
        peer.open(role, endpoint);
        receiveText("Named a", () -> endpoint.session.addMessageHandler(new Named()));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anonymousClassesTellTheirTypes(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        receiveText(
                "reader a",
                () -> session.addMessageHandler(new MessageHandler.Whole<Reader>() {
                    @Override
                    public void onMessage(Reader reader) {
                        note("reader " + read(reader));
                    }
                }));
        receiveBinary(
                "stream a",
                () -> session.addMessageHandler(new MessageHandler.Whole<InputStream>() {
                    @Override
                    public void onMessage(InputStream stream) {
                        note("stream " + read(stream));
                    }
                }));
        receiveBinary(
                "part a true",
                () -> session.addMessageHandler(new MessageHandler.Partial<byte[]>() {
                    @Override
                    public void onMessage(byte[] part, boolean last) {
                        note("part " + text(ByteBuffer.wrap(part)) + " " + last);
                    }
                }));
        receiveText(
                "number 7",
                () -> session.addMessageHandler(new MessageHandler.Whole<Integer>() {
                    @Override
                    public void onMessage(Integer number) {
                        note("number " + number);
                    }
                }),
                "7");
        session.addMessageHandler(new MessageHandler.Whole<PongMessage>() {
            @Override
            public void onMessage(PongMessage pong) {
                note("pong " + text(pong.getApplicationData()));
            }
        });
        peer.frames().pong("a").send();
        endpoint.awaitEvents("pong a");
    }

    private void receiveText(String expected, Runnable registration, String text) {
        receive(expected, registration, () -> peer.frames().text(text).send());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aLambdaIsRefusedWithTheMethodToUse(Role role) throws Exception {
        peer.open(role, endpoint);
        MessageHandler.Whole<String> whole = text -> {};
        MessageHandler.Partial<String> partial = (text, last) -> {};
        assertThatThrownBy(() -> endpoint.session.addMessageHandler(whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addMessageHandler(Class, MessageHandler.Whole)");
        assertThatThrownBy(() -> endpoint.session.addMessageHandler(partial))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addMessageHandler(Class, MessageHandler.Partial)");
        assertThat(endpoint.session.getMessageHandlers()).isEmpty();
    }

    @Test
    void nullIsRefused() throws Exception {
        peer.open(Role.SERVER, endpoint);
        Session session = endpoint.session;
        assertThatThrownBy(() -> session.addMessageHandler(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.addMessageHandler(String.class, (MessageHandler.Whole<String>) null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.addMessageHandler(String.class, (MessageHandler.Partial<String>) null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.addMessageHandler(null, (MessageHandler.Whole<String>) text -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        session.removeMessageHandler(null);
        assertThat(session.getMessageHandlers()).isEmpty();
    }

    // One of each kind

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSecondHandlerOfAKindIsRefusedAndTheFirstStays(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        session.addMessageHandler(String.class, text -> note("first " + text));
        session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) data -> note("bytes"));
        session.addMessageHandler(PongMessage.class, pong -> note("pong"));
        assertThatThrownBy(() -> session.addMessageHandler(Reader.class, reader -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("text");
        assertThatThrownBy(() -> session.addMessageHandler(
                        ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (b, last) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("binary");
        assertThatThrownBy(() -> session.addMessageHandler(PongMessage.class, pong -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pong");
        peer.frames().text("a").binary(bytes("b"), true).pong("").send();
        endpoint.awaitEvents("first a", "bytes", "pong");
        assertThat(session.getMessageHandlers()).hasSize(3);
    }

    @Test
    void aHandlerWithoutADecoderIsRefused() throws Exception {
        peer.open(Role.SERVER, endpoint);
        assertThatThrownBy(() -> endpoint.session.addMessageHandler(Word.class, word -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Word.class.getTypeName());
    }

    // Changes

    @ParameterizedTest
    @EnumSource(Role.class)
    void aHandlerMayReplaceItselfForTheNextMessage(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        MessageHandler.Whole<String> second = text -> note("second " + text);
        session.addMessageHandler(new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String text) {
                session.removeMessageHandler(this);
                session.addMessageHandler(String.class, second);
                note("first " + text);
            }
        });
        peer.frames().text("a").text("b").send();
        endpoint.awaitEvents("first a", "second b");
        assertThat(session.getMessageHandlers()).containsExactly(second);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aHandlerKeepsTheMessageWhosePartsItHasBegunToTake(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        session.addMessageHandler(new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                if (session.getMessageHandlers().contains(this)) {
                    session.removeMessageHandler(this);
                    session.addMessageHandler(String.class, text -> note("second " + text));
                }
                note("first " + part + " " + last);
            }
        });
        peer.frames().text("a", false).text("b", false).send();
        peer.frames().text("c", true).text("d").send();
        endpoint.awaitEvents("first a false", "first b false", "first c true", "second d");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anotherThreadMayChangeHandlersDuringAMessage(Role role) throws Exception {
        peer.open(role, endpoint);
        Session session = endpoint.session;
        MessageHandler.Whole<String> first = text -> note("first " + text);
        session.addMessageHandler(String.class, first);
        peer.frames().text("a", false).send();
        session.removeMessageHandler(first);
        session.addMessageHandler(String.class, text -> note("second " + text));
        peer.frames().text("b", true).text("c").send();
        endpoint.awaitEvents("first ab", "second c");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aHandlerThatComesDuringAMessageGetsTheNext(Role role) throws Exception {
        peer.open(role, endpoint);
        peer.frames().text("a", false).send();
        endpoint.session.addMessageHandler(String.class, text -> note("text " + text));
        peer.frames().text("b", true).text("c").send();
        endpoint.awaitEvents("text c");
        assertThat(endpoint.errors).isEmpty();
    }

    @Test
    void aStreamIsReadToItsEndByTheHandlerThatBeganIt() throws Exception {
        peer.open(Role.SERVER, endpoint);
        var begun = new CompletableFuture<Void>();
        MessageHandler.Whole<Reader> first = reader -> {
            begun.complete(null);
            note("first " + read(reader));
        };
        endpoint.session.addMessageHandler(Reader.class, first);
        peer.frames().text("a", false).send();
        begun.get();
        endpoint.session.removeMessageHandler(first);
        endpoint.session.addMessageHandler(String.class, text -> note("second " + text));
        peer.frames().text("b", true).text("c").send();
        endpoint.awaitEvents("first ab", "second c");
    }

    @Test
    void messagesThatNobodyTakesAreDropped() throws Exception {
        peer.open(Role.SERVER, endpoint);
        peer.frames()
                .text("a")
                .binary(bytes("b"), false)
                .pong("")
                .binary(bytes("b"), true)
                .ping("p")
                .send();
        assertThat(peer.received()).containsExactly("pong:p");
        assertThat(endpoint.errors).isEmpty();
    }

    @Test
    void removingAHandlerThatIsNotThereDoesNothing() throws Exception {
        peer.open(Role.SERVER, endpoint);
        MessageHandler.Whole<String> there = text -> note(text);
        MessageHandler.Whole<String> absent = text -> note("absent");
        endpoint.session.addMessageHandler(String.class, there);
        endpoint.session.removeMessageHandler(absent);
        peer.frames().text("a").send();
        endpoint.awaitEvents("a");
    }

    // Decoders

    /** What decoders make. */
    public record Word(String by) {}

    /** From text. */
    public static class WordText implements Decoder.Text<Word> {
        @Override
        public Word decode(String text) throws DecodeException {
            if (text.equals("refused")) {
                throw new DecodeException(text, "Refused.");
            }
            return new Word("text " + text);
        }

        @Override
        public boolean willDecode(String text) {
            return !text.startsWith("!");
        }
    }

    /** From text that is read. */
    public static class WordReader implements Decoder.TextStream<Word> {
        @Override
        public Word decode(Reader reader) {
            return new Word("reader " + read(reader));
        }
    }

    /** From bytes. */
    public static class WordBytes implements Decoder.Binary<Word> {
        @Override
        public Word decode(ByteBuffer bytes) {
            return new Word("bytes " + text(bytes));
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            // Looking must not take anything away from who decodes.
            return bytes.get() != '!';
        }
    }

    /** From bytes that are read. */
    public static class WordStream implements Decoder.BinaryStream<Word> {
        @Override
        public Word decode(InputStream stream) {
            return new Word("stream " + read(stream));
        }
    }

    private MessageHandler.Whole<Word> words() {
        return new MessageHandler.Whole<>() {
            @Override
            public void onMessage(Word word) {
                note(word.by());
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void oneHandlerTakesWhatTextAndBinaryDecodersMake(Role role) throws Exception {
        peer.open(role, endpoint, WordText.class, WordBytes.class);
        endpoint.session.addMessageHandler(words());
        peer.frames().text("a").binary(bytes("b"), true).send();
        endpoint.awaitEvents("text a", "bytes b");
        assertThat(endpoint.session.getMessageHandlers()).hasSize(1);
        assertThatThrownBy(() -> endpoint.session.addMessageHandler(String.class, text -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void streamDecodersReadWholeMessages(Role role) throws Exception {
        peer.open(role, endpoint, WordReader.class, WordStream.class);
        endpoint.session.addMessageHandler(Word.class, word -> note(word.by()));
        peer.frames().text("a", false).send();
        peer.frames().text("\u20ac", true).binary(bytes("b"), true).send();
        endpoint.awaitEvents("reader a\u20ac", "stream b");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theFirstDecoderThatWillDecodeDoes(Role role) throws Exception {
        peer.open(role, endpoint, WordText.class, WordReader.class, WordBytes.class, WordStream.class);
        endpoint.session.addMessageHandler(words());
        peer.frames()
                .text("a")
                .text("!a")
                .binary(bytes("b"), true)
                .binary(bytes("!b"), true)
                .send();
        endpoint.awaitEvents("text a", "reader !a", "bytes b", "stream !b");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatNoDecoderTakesIsADecodeExceptionWithTheMessage(Role role) throws Exception {
        peer.open(role, endpoint, WordText.class, WordBytes.class);
        endpoint.session.addMessageHandler(words());
        peer.frames()
                .text("!text")
                .binary(bytes("!bytes"), true)
                .text("refused")
                .text("a")
                .send();
        endpoint.awaitEvents("text a");
        assertThat(endpoint.errors).hasSize(3).allSatisfy(e -> assertThat(e).isInstanceOf(DecodeException.class));
        var text = (DecodeException) endpoint.errors.remove();
        assertThat(text.getText()).isEqualTo("!text");
        assertThat(text.getBytes()).isNull();
        var binary = (DecodeException) endpoint.errors.remove();
        assertThat(text(binary.getBytes())).isEqualTo("!bytes");
        assertThat(binary.getText()).isNull();
        assertThat(endpoint.errors.remove()).hasMessage("Refused.");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void textThatIsNoNumberIsADecodeExceptionWithTheText(Role role) throws Exception {
        peer.open(role, endpoint);
        endpoint.session.addMessageHandler(Integer.class, number -> note("number " + number));
        peer.frames().text("seven").text("7").send();
        endpoint.awaitEvents("number 7");
        assertThat(endpoint.awaitError())
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.getText()).isEqualTo("seven"));
    }
}
