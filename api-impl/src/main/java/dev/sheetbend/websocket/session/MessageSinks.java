package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.DecoderUse;
import dev.sheetbend.websocket.endpoint.MessageKind;
import dev.sheetbend.websocket.endpoint.TextConversion;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes the sink for each kind of message: from bytes to what the application takes. */
final class MessageSinks {
    /** Takes messages of any size and drops them: while the session is being closed. */
    static final MessageSink DISCARD = new Discard(Long.MAX_VALUE);

    /**
     * Drops messages that nobody takes. They have a limit like others, since what is compressed may grow without end.
     *
     * @param maxMessageSize in bytes
     */
    record Discard(long maxMessageSize) implements MessageSink.Partial {
        @Override
        public void part(byte[] array, int offset, int length, boolean last) {
            // Nobody takes it.
        }
    }

    private final MessageDelivery delivery;
    private final Coders coders;

    MessageSinks(MessageDelivery delivery, Coders coders) {
        this.delivery = delivery;
        this.coders = coders;
    }

    /** From the bytes of one whole message to an object. */
    private interface Conversion {
        Object convert(byte[] array, int offset, int length, boolean ascii) throws Exception;
    }

    /**
     * @param kind any kind but a Pong
     * @param type what the application takes, for the kinds that decode or convert
     * @param maxSize the limit for whole messages, in bytes, asked for at each message
     */
    MessageSink sink(MessageKind kind, Class<?> type, LongSupplier maxSize, MessageTarget target) {
        return switch (kind) {
            case TEXT -> whole(maxSize, target, MessageSinks::text);
            case TEXT_PRIMITIVE ->
                whole(maxSize, target, (a, o, n, ascii) -> TextConversion.convert(text(a, o, n, ascii), type));
            case TEXT_OBJECT -> {
                List<DecoderUse> decoders = coders.textDecodersFor(type);
                yield whole(maxSize, target, (a, o, n, ascii) -> decodeText(decoders, text(a, o, n, ascii)));
            }
            case BINARY_ARRAY -> whole(maxSize, target, (a, o, n, ascii) -> bytes(a, o, n));
            case BINARY_BUFFER -> whole(maxSize, target, (a, o, n, ascii) -> ByteBuffer.wrap(bytes(a, o, n)));
            case BINARY_OBJECT -> {
                List<DecoderUse> decoders = coders.binaryDecodersFor(type);
                yield whole(maxSize, target, (a, o, n, ascii) -> decodeBinary(decoders, bytes(a, o, n)));
            }
            case TEXT_PARTIAL -> partial(target, (a, o, n, ascii) -> text(a, o, n, false));
            case BINARY_ARRAY_PARTIAL -> partial(target, (a, o, n, ascii) -> bytes(a, o, n));
            case BINARY_BUFFER_PARTIAL -> partial(target, (a, o, n, ascii) -> ByteBuffer.wrap(bytes(a, o, n)));
            case TEXT_READER -> stream(target, true);
            case BINARY_STREAM -> stream(target, false);
            case PONG -> throw new IllegalArgumentException("A Pong is not a data message.");
        };
    }

    private static String text(byte[] array, int offset, int length, boolean ascii) {
        return new String(array, offset, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static byte[] bytes(byte[] array, int offset, int length) {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The first decoder that wants the message gets it (specification, 4.1.3). */
    private static Object decodeText(List<DecoderUse> decoders, String text) throws Exception {
        for (DecoderUse use : decoders) {
            if (isWhole(use)) {
                var decoder = (Decoder.Text<?>) use.decoder();
                if (decoder.willDecode(text)) {
                    return decoder.decode(text);
                }
            } else {
                return ((Decoder.TextStream<?>) use.decoder()).decode(new StringReader(text));
            }
        }
        throw new DecodeException(text, "None of the endpoint's decoders takes this text message.");
    }

    private static Object decodeBinary(List<DecoderUse> decoders, byte[] bytes) throws Exception {
        for (DecoderUse use : decoders) {
            if (isWhole(use)) {
                var decoder = (Decoder.Binary<?>) use.decoder();
                if (decoder.willDecode(ByteBuffer.wrap(bytes))) {
                    return decoder.decode(ByteBuffer.wrap(bytes));
                }
            } else {
                return ((Decoder.BinaryStream<?>) use.decoder()).decode(new ByteArrayInputStream(bytes));
            }
        }
        throw new DecodeException(ByteBuffer.wrap(bytes), "None of the endpoint's decoders takes this binary message.");
    }

    private static boolean isWhole(DecoderUse use) {
        return switch (use.kind()) {
            case TEXT, BINARY -> true;
            case TEXT_STREAM, BINARY_STREAM -> false;
        };
    }

    private MessageSink whole(LongSupplier maxSize, MessageTarget target, Conversion conversion) {
        return new MessageSink.Whole() {
            @Override
            public long maxMessageSize() {
                return maxSize.getAsLong();
            }

            @Override
            public void message(byte[] array, int offset, int length, boolean ascii) {
                delivery.call(() -> target.deliver(conversion.convert(array, offset, length, ascii), true));
            }
        };
    }

    private MessageSink partial(MessageTarget target, Conversion conversion) {
        return new MessageSink.Partial() {
            @Override
            public long maxMessageSize() {
                return Long.MAX_VALUE;
            }

            @Override
            public void part(byte[] array, int offset, int length, boolean last) {
                delivery.call(() -> target.deliver(conversion.convert(array, offset, length, false), last));
            }
        };
    }

    private MessageSink stream(MessageTarget target, boolean text) {
        delivery.requireStreams();
        return new StreamSink(target, text);
    }

    /** A message that is complete at once is read where it is; for any other the handler reads while it arrives. */
    private final class StreamSink implements MessageSink.Partial {
        private final MessageTarget target;
        private final boolean text;
        private MessageDelivery.Streaming streaming;

        StreamSink(MessageTarget target, boolean text) {
            this.target = target;
            this.text = text;
        }

        @Override
        public long maxMessageSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public void part(byte[] array, int offset, int length, boolean last) {
            if (streaming == null && last) {
                var stream = new ByteArrayInputStream(array, offset, length);
                delivery.deliver(target, open(stream), true);
                return;
            }
            if (streaming == null) {
                if (!delivery.isOpen()) {
                    return;
                }
                streaming = delivery.new Streaming(pipe -> target.deliver(open(pipe), true));
            }
            MessageDelivery.Streaming current = streaming;
            if (last) {
                streaming = null;
            }
            current.part(array, offset, length, last);
        }

        private Object open(InputStream stream) {
            return text ? new InputStreamReader(stream, StandardCharsets.UTF_8) : stream;
        }
    }
}
