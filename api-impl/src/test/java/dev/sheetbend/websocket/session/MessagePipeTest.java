package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.session.InMemorySession.Background;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One thread feeds a message, another reads it as a stream. */
class MessagePipeTest {
    private static final int CAPACITY = 64 * 1024;
    private static final long LONG = 3_600_000;

    private final MessagePipe pipe = new MessagePipe(LONG);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void feed(MessagePipe pipe, String text, boolean last) throws IOException {
        byte[] part = bytes(text);
        pipe.feed(part, 0, part.length, last);
    }

    @Test
    void whatIsFedIsRead() throws Exception {
        feed(pipe, "ab", false);
        pipe.feed(bytes("xcdx"), 1, 2, true);
        assertThat(pipe.available()).isEqualTo(4);
        assertThat(pipe.read()).isEqualTo('a');
        assertThat(pipe.read(new byte[0])).isZero();
        assertThat(pipe.readAllBytes()).isEqualTo(bytes("bcd"));
        assertThat(pipe.read()).isEqualTo(-1);
        assertThat(pipe.available()).isZero();
    }

    @Test
    void bytesAreUnsigned() throws Exception {
        pipe.feed(new byte[] {(byte) 0xFF}, 0, 1, true);
        assertThat(pipe.read()).isEqualTo(0xFF);
    }

    @Test
    void theEndMayComeWithoutBytes() throws Exception {
        feed(pipe, "", true);
        assertThat(pipe.read()).isEqualTo(-1);
    }

    @Test
    void readingWaitsForTheNextPartAndForTheEnd() throws Exception {
        var read = new ByteArrayOutputStream();
        var reader = Background.start(() -> pipe.transferTo(read)).awaitBlocked();
        feed(pipe, "a", false);
        reader.awaitBlocked();
        feed(pipe, "b", true);
        reader.join();
        assertThat(read.toByteArray()).isEqualTo(bytes("ab"));
    }

    @Test
    void feedingWaitsForRoom() throws Exception {
        var message = new byte[3 * CAPACITY + 17];
        new Random(1).nextBytes(message);
        var feeder = Background.start(() -> pipe.feed(message, 0, message.length, true))
                .awaitBlocked();
        assertThat(pipe.available()).isEqualTo(CAPACITY);
        assertThat(pipe.readAllBytes()).isEqualTo(message);
        feeder.join();
    }

    @Test
    void whatComesWhenTheReaderHasGoneIsDropped() throws Exception {
        feed(pipe, "a", false);
        pipe.close();
        var message = new byte[2 * CAPACITY];
        pipe.feed(message, 0, message.length, true);
        assertThat(pipe.available()).isZero();
        assertThatThrownBy(pipe::read).isInstanceOf(IOException.class).hasMessage("The stream is closed.");
    }

    @Test
    void aReaderThatGoesFreesWhoWaitsForRoom() throws Exception {
        var message = new byte[2 * CAPACITY];
        var feeder = Background.start(() -> pipe.feed(message, 0, message.length, false))
                .awaitBlocked();
        pipe.close();
        feeder.join();
    }

    @Test
    void aMessageThatBreaksOffIsReadAsFarAsItCame() throws Exception {
        feed(pipe, "a", false);
        var cause = new IOException("reset");
        pipe.fail(cause);
        pipe.fail(new IOException("later"));
        assertThat(pipe.read()).isEqualTo('a');
        assertThatThrownBy(pipe::read)
                .isInstanceOf(IOException.class)
                .hasMessage("reset")
                .hasCause(cause);
    }

    @Test
    void aBreakFreesWhoWaitsForBytes() throws Exception {
        var reader = Background.start(pipe::read).awaitBlocked();
        pipe.fail(new IOException("reset"));
        assertThatThrownBy(reader::join).hasCauseInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    @Test
    void aBreakFreesWhoWaitsForRoom() throws Exception {
        var message = new byte[2 * CAPACITY];
        var feeder = Background.start(() -> pipe.feed(message, 0, message.length, false))
                .awaitBlocked();
        pipe.fail(new IOException("reset"));
        feeder.join();
    }

    @Test
    void aMessageThatIsCompleteCannotBreak() throws Exception {
        feed(pipe, "a", true);
        pipe.fail(new IOException("reset"));
        assertThat(pipe.readAllBytes()).isEqualTo(bytes("a"));
    }

    @Test
    void aReaderThatTakesNothingIsNotWaitedForForEver() {
        var impatient = new MessagePipe(5);
        var message = new byte[CAPACITY + 1];
        assertThatThrownBy(() -> impatient.feed(message, 0, message.length, false))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("The message's handler stopped reading it.");
    }

    @Test
    void aPeerThatSendsNothingIsNotWaitedForForEver() {
        var impatient = new MessagePipe(5);
        assertThatThrownBy(impatient::read)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("The rest of the message did not arrive in time.");
    }

    @Test
    void anInterruptIsAnIoExceptionAndIsKept() throws Exception {
        var interrupted = new boolean[1];
        var reader = Background.start(() -> {
                    try {
                        pipe.read();
                    } finally {
                        interrupted[0] = Thread.currentThread().isInterrupted();
                    }
                })
                .awaitBlocked();
        reader.thread.interrupt();
        assertThatThrownBy(reader::join).hasCauseInstanceOf(IOException.class);
        assertThat(interrupted[0]).isTrue();
    }

    @Test
    void aRangeOutsideTheArrayIsRefused() {
        assertThatThrownBy(() -> pipe.read(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
