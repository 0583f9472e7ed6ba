package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;

/** The four forms of an encoder or decoder. One class may have several. */
public enum CoderKind {
    /** {@link Encoder.Text}, {@link Decoder.Text}. */
    TEXT(Encoder.Text.class, Decoder.Text.class),
    /** {@link Encoder.TextStream}, {@link Decoder.TextStream}. */
    TEXT_STREAM(Encoder.TextStream.class, Decoder.TextStream.class),
    /** {@link Encoder.Binary}, {@link Decoder.Binary}. */
    BINARY(Encoder.Binary.class, Decoder.Binary.class),
    /** {@link Encoder.BinaryStream}, {@link Decoder.BinaryStream}. */
    BINARY_STREAM(Encoder.BinaryStream.class, Decoder.BinaryStream.class);

    private final Class<? extends Encoder> encoderInterface;
    private final Class<? extends Decoder> decoderInterface;

    CoderKind(Class<? extends Encoder> encoderInterface, Class<? extends Decoder> decoderInterface) {
        this.encoderInterface = encoderInterface;
        this.decoderInterface = decoderInterface;
    }

    /** Whether the coder's messages are text messages; otherwise they are binary. */
    public boolean text() {
        return this == TEXT || this == TEXT_STREAM;
    }

    Class<? extends Encoder> encoderInterface() {
        return encoderInterface;
    }

    Class<? extends Decoder> decoderInterface() {
        return decoderInterface;
    }
}
