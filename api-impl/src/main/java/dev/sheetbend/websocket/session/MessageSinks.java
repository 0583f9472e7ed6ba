package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.DecoderUse;
import dev.sheetbend.websocket.endpoint.MessageKind;
import dev.sheetbend.websocket.endpoint.TextConversion;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.MessageHandler;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the sink for each kind of message of one session: from bytes to what the application takes. */
abstract class MessageSinks {
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

    final Coders coders() {
        return coders;
    }

    /** The session's limit for whole text messages, in bytes. */
    abstract int maxTextSize();

    /** The session's limit for whole binary messages, in bytes. */
    abstract int maxBinarySize();

    /** A sink that tells where it delivers to. */
    interface Targeted {
        MessageTarget target();
    }

    /** From the message in its native form to what the application takes. */
    private interface Conversion<T> {
        Object convert(T message) throws Exception;
    }

    /**
     * The sink for one kind of data messages, which is {@link Targeted}.
     *
     * @param type what the application takes, for the kinds that decode or convert
     */
    final MessageSink sink(MessageKind kind, Class<?> type, MessageTarget target) {
        return switch (kind) {
            case TEXT -> new TextSink(target);
            case TEXT_PRIMITIVE ->
                new TextSink(MessageSinks.<String>converting(target, t -> TextConversion.convert(t, type)));
            case TEXT_OBJECT -> {
                List<DecoderUse> decoders = coders.textDecodersFor(type);
                yield new TextSink(MessageSinks.<String>converting(target, t -> decodeText(decoders, t)));
            }
            case BINARY_ARRAY -> new BinarySink(target);
            case BINARY_BUFFER -> new BinarySink(MessageSinks.<byte[]>converting(target, ByteBuffer::wrap));
            case BINARY_OBJECT -> {
                List<DecoderUse> decoders = coders.binaryDecodersFor(type);
                yield new BinarySink(MessageSinks.<byte[]>converting(target, b -> decodeBinary(decoders, b)));
            }
            case TEXT_PARTIAL -> new PartSink(target, MessageSinks::text);
            case BINARY_ARRAY_PARTIAL -> new PartSink(target, MessageSinks::bytes);
            case BINARY_BUFFER_PARTIAL -> new PartSink(target, (a, o, n) -> ByteBuffer.wrap(bytes(a, o, n)));
            case TEXT_READER -> stream(target, true);
            case BINARY_STREAM -> stream(target, false);
            case PONG -> throw new IllegalArgumentException("A Pong is not a data message.");
        };
    }

    /** What is thrown by the conversion is treated as what the application throws. */
    private static <T> MessageTarget converting(MessageTarget target, Conversion<T> conversion) {
        return new MessageTarget() {
            @Override
            @SuppressWarnings("unchecked")
            public void deliver(WebSocketSession session, Object message, boolean last) throws Throwable {
                target.deliver(session, conversion.convert((T) message), last);
            }

            @Override
            public long maxMessageSize() {
                return target.maxMessageSize();
            }

            @Override
            public Optional<MessageHandler> handler() {
                return target.handler();
            }
        };
    }

    private static String text(byte[] array, int offset, int length) {
        return new String(array, offset, length, StandardCharsets.UTF_8);
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

    private final class TextSink implements MessageSink.WholeText, Targeted {
        private final MessageTarget target;

        TextSink(MessageTarget target) {
            this.target = target;
        }

        @Override
        public MessageTarget target() {
            return target;
        }

        @Override
        public long maxMessageSize() {
            long own = target.maxMessageSize();
            return own >= 0 ? own : maxTextSize();
        }

        @Override
        public void message(String text) {
            delivery.deliver(target, text, true);
        }
    }

    private final class BinarySink implements MessageSink.WholeBinary, Targeted {
        private final MessageTarget target;

        BinarySink(MessageTarget target) {
            this.target = target;
        }

        @Override
        public MessageTarget target() {
            return target;
        }

        @Override
        public long maxMessageSize() {
            long own = target.maxMessageSize();
            return own >= 0 ? own : maxBinarySize();
        }

        @Override
        public void message(byte[] bytes) {
            delivery.deliver(target, bytes, true);
        }
    }

    /** From the bytes of one part to what the application takes. */
    private interface PartConversion {
        Object convert(byte[] array, int offset, int length);
    }

    private final class PartSink implements MessageSink.Partial, Targeted {
        private final MessageTarget target;
        private final PartConversion conversion;

        PartSink(MessageTarget target, PartConversion conversion) {
            this.target = target;
            this.conversion = conversion;
        }

        @Override
        public MessageTarget target() {
            return target;
        }

        @Override
        public long maxMessageSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public void part(byte[] array, int offset, int length, boolean last) {
            delivery.deliver(target, conversion.convert(array, offset, length), last);
        }
    }

    private MessageSink stream(MessageTarget target, boolean text) {
        delivery.requireStreams();
        return new StreamSink(target, text);
    }

    /** A message that is complete at once is read where it is; for any other the handler reads while it arrives. */
    private final class StreamSink implements MessageSink.Partial, Targeted {
        private final MessageTarget target;
        private final boolean text;
        private MessageDelivery.Streaming streaming;

        StreamSink(MessageTarget target, boolean text) {
            this.target = target;
            this.text = text;
        }

        @Override
        public MessageTarget target() {
            return target;
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
                streaming = delivery.new Streaming(pipe -> delivery.deliverTo(target, open(pipe)));
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
