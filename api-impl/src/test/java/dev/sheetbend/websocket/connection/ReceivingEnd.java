package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A read half whose sink writes down what it gets, one line an event. Messages that come in parts are written down when
 * they are complete, so that the lines do not depend on how the bytes were split; how the parts were cut is checked.
 */
final class ReceivingEnd implements ConnectionSink {
    /** Which sinks the end chooses. */
    enum Mode {
        WHOLE,
        PARTIAL
    }

    final BufferPool pool = new BufferPool(1 << 20);
    final List<String> events = new ArrayList<>();
    final List<String> parts = new ArrayList<>();
    final ReadHalf readHalf;
    /** What stages have thrown when they were closed. */
    final List<RuntimeException> notClosed = new ArrayList<>();

    int sinksAskedFor;
    /** Runs at each call of a sink, before it is written down. */
    Runnable atEachCall = () -> {};

    private final Mode mode;
    private final long limit;
    private final ByteArrayOutputStream incomplete = new ByteArrayOutputStream();

    ReceivingEnd(Role role, Mode mode) {
        this(role, mode, Long.MAX_VALUE);
    }

    ReceivingEnd(Role role, Mode mode, long limit) {
        this(role, mode, limit, ExtensionStack.EMPTY);
    }

    ReceivingEnd(Role role, Mode mode, long limit, ExtensionStack extensions) {
        this.mode = mode;
        this.limit = limit;
        this.readHalf = new ReadHalf(role, extensions, pool, this);
    }

    /** Feeds the read half; a failure becomes an event. */
    void receive(byte[] array, int offset, int length) {
        try {
            readHalf.receive(array, offset, length);
        } catch (WebSocketFailure failure) {
            assertThat(pool.outstanding()).as("buffers held after a failure").isZero();
            events.add("failure " + failure.closeCode() + " " + failure.getMessage());
        }
    }

    void receive(byte[] array) {
        receive(array, 0, array.length);
    }

    void releaseAndCheckThatNothingIsHeld() {
        readHalf.release();
        assertThat(pool.outstanding()).as("buffers held after release").isZero();
    }

    @Override
    public MessageSink textSink() {
        return sink(true);
    }

    @Override
    public MessageSink binarySink() {
        return sink(false);
    }

    private MessageSink sink(boolean text) {
        sinksAskedFor++;
        if (mode == Mode.PARTIAL) {
            return new PartialSink(text);
        }
        return text ? new TextSink() : new BinarySink();
    }

    private void message(boolean text, byte[] bytes) {
        events.add(text ? "text " + decode(bytes) : "binary " + Bytes.toHex(bytes, 0, bytes.length));
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("Not valid UTF-8: " + Bytes.toHex(utf8, 0, utf8.length), e);
        }
    }

    private static byte[] copy(byte[] array, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(array, offset, copy, 0, length);
        return copy;
    }

    private final class TextSink implements MessageSink.WholeText {
        @Override
        public long maxMessageSize() {
            return limit;
        }

        @Override
        public void message(String text) {
            atEachCall.run();
            events.add("text " + text);
        }
    }

    private final class BinarySink implements MessageSink.WholeBinary {
        @Override
        public long maxMessageSize() {
            return limit;
        }

        @Override
        public void message(byte[] bytes) {
            atEachCall.run();
            ReceivingEnd.this.message(false, bytes);
        }
    }

    private final class PartialSink implements MessageSink.Partial {
        private final boolean text;

        PartialSink(boolean text) {
            this.text = text;
        }

        @Override
        public long maxMessageSize() {
            return limit;
        }

        @Override
        public void part(byte[] array, int offset, int length, boolean last) {
            atEachCall.run();
            assertThat(length > 0 || last).as("an empty part ends a message").isTrue();
            byte[] bytes = copy(array, offset, length);
            parts.add((text ? decode(bytes) : Bytes.toHex(bytes, 0, length)) + (last ? "|" : ""));
            incomplete.writeBytes(bytes);
            if (last) {
                message(text, incomplete.toByteArray());
                incomplete.reset();
            }
        }
    }

    @Override
    public void ping(byte[] array, int offset, int length) {
        atEachCall.run();
        events.add("ping " + Bytes.toHex(array, offset, length));
    }

    @Override
    public void pong(byte[] array, int offset, int length) {
        atEachCall.run();
        events.add("pong " + Bytes.toHex(array, offset, length));
    }

    @Override
    public void close(int code, String reason) {
        atEachCall.run();
        events.add("close " + code + " " + reason);
    }

    @Override
    public void stageNotClosed(RuntimeException failure) {
        notClosed.add(failure);
    }
}
