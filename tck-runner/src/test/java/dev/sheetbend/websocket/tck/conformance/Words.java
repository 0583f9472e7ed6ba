package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import java.nio.ByteBuffer;

/** Objects of an application, with their encoders and decoders. */
public final class Words {
    private Words() {}

    /** One word. */
    public static class Word {
        private final String text;

        /** The text can be any. */
        public Word(String text) {
            this.text = text;
        }

        /** The text, with the prefix by which its decoder knows it. */
        public final String text() {
            return text;
        }
    }

    /** A word of another class than the encoder's type. */
    public static final class LoudWord extends Word {
        /** Like any other word. */
        public LoudWord(String text) {
            super(text);
        }
    }

    /** Bytes. */
    public record Blob(int length) {}

    /** Says how often it has been used: each connection has its own. */
    public static final class WordEncoder implements Encoder.Text<Word> {
        private int uses;

        @Override
        public String encode(Word word) {
            uses++;
            return word.text() + " by use " + uses + " of the encoder";
        }
    }

    /** Takes what begins with {@code first:}. */
    public static final class FirstDecoder implements Decoder.Text<Word> {
        private int uses;

        @Override
        public Word decode(String text) throws DecodeException {
            uses++;
            return new Word(text + " by use " + uses + " of FirstDecoder");
        }

        @Override
        public boolean willDecode(String text) {
            return text.startsWith("first:");
        }
    }

    /** Takes what begins with {@code second:}. */
    public static final class SecondDecoder implements Decoder.Text<Word> {
        private int uses;

        @Override
        public Word decode(String text) throws DecodeException {
            uses++;
            return new Word(text + " by use " + uses + " of SecondDecoder");
        }

        @Override
        public boolean willDecode(String text) {
            return text.startsWith("second:");
        }
    }

    /** Takes all that is not empty. */
    public static final class BlobDecoder implements Decoder.Binary<Blob> {
        @Override
        public Blob decode(ByteBuffer bytes) {
            return new Blob(bytes.remaining());
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return bytes.hasRemaining();
        }
    }
}
