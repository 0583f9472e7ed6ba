package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.EncoderUse;
import dev.sheetbend.websocket.endpoint.TextConversion;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns the objects that an application sends into messages: by the endpoint's encoders, else the built-in way for
 * text, bytes, primitives and their boxes (specification, 4.1.2; {@code RemoteEndpoint.sendObject}). Any thread; an
 * encoder is used by one thread at a time.
 */
final class ObjectEncoding {
    private final Coders coders;
    private final boolean textIsPlain;
    private final boolean bytesArePlain;

    /** Made when an encoder is used for the first time; null before. Guarded by this. */
    private ReentrantLock encoderPermit;

    ObjectEncoding(Coders coders) {
        this.coders = coders;
        this.textIsPlain = coders.hasNoEncoderFor(String.class);
        this.bytesArePlain = coders.hasNoEncoderFor(byte[].class);
    }

    Coders coders() {
        return coders;
    }

    /** Whether {@link #encode} makes nothing else of a String than a text message. */
    boolean textIsPlain() {
        return textIsPlain;
    }

    /** Whether {@link #encode} makes nothing else of a byte array than a binary message. */
    boolean bytesArePlain() {
        return bytesArePlain;
    }

    /** Whether {@link #encode} makes nothing else of this buffer than a binary message. */
    boolean isPlain(ByteBuffer buffer) {
        return coders.hasNoEncoderFor(buffer.getClass());
    }

    /**
     * @throws EncodeException when there is no encoder or it refuses the object
     * @throws IOException when a stream encoder throws it
     */
    Outgoing encode(Object object) throws EncodeException, IOException {
        Optional<EncoderUse> use = coders.encoderUseFor(object.getClass());
        if (use.isPresent()) {
            return encode(use.get(), object);
        }
        if (object instanceof String || TextConversion.isPrimitiveOrBox(object.getClass())) {
            return Outgoing.text(object.toString(), true, null);
        }
        if (object instanceof ByteBuffer buffer) {
            return Outgoing.binary(buffer, true, null);
        }
        if (object instanceof byte[] bytes) {
            return Outgoing.binary(bytes, 0, bytes.length, true, null);
        }
        throw new EncodeException(
                object, "No encoder of the endpoint takes " + object.getClass().getName() + ".");
    }

    /** The permit to use the encoders; reentrant, because an encoder may send. */
    private synchronized ReentrantLock encoderPermit() {
        if (encoderPermit == null) {
            encoderPermit = new ReentrantLock();
        }
        return encoderPermit;
    }

    @SuppressWarnings("unchecked")
    private Outgoing encode(EncoderUse use, Object object) throws EncodeException, IOException {
        ReentrantLock permit = encoderPermit();
        permit.lock();
        try {
            return switch (use.kind()) {
                case TEXT -> {
                    String text = ((Encoder.Text<Object>) use.encoder()).encode(object);
                    yield Outgoing.text(required(text, use, object), true, null);
                }
                case BINARY -> {
                    ByteBuffer data = ((Encoder.Binary<Object>) use.encoder()).encode(object);
                    yield copyOf(required(data, use, object));
                }
                case TEXT_STREAM -> {
                    var writer = new StringWriter();
                    ((Encoder.TextStream<Object>) use.encoder()).encode(object, writer);
                    yield Outgoing.text(writer.toString(), true, null);
                }
                case BINARY_STREAM -> {
                    var stream = new ByteArrayOutputStream();
                    ((Encoder.BinaryStream<Object>) use.encoder()).encode(object, stream);
                    byte[] bytes = stream.toByteArray();
                    yield Outgoing.binary(bytes, 0, bytes.length, true, null);
                }
            };
        } finally {
            permit.unlock();
        }
    }

    private static <T> T required(T encoded, EncoderUse use, Object object) throws EncodeException {
        if (encoded == null) {
            throw new EncodeException(
                    object, "The encoder " + use.encoder().getClass().getName() + " returned null.");
        }
        return encoded;
    }

    /** An encoder may fill the same buffer again while this message is still on its way. */
    private static Outgoing copyOf(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return Outgoing.binary(bytes, 0, bytes.length, true, null);
    }
}
