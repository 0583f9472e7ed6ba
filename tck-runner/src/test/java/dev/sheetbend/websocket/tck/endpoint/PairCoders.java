package dev.sheetbend.websocket.tck.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;

/** A decoder and an encoder of each of the four kinds. */
public final class PairCoders {
    private PairCoders() {}

    /** Decoder and Encoder have these two methods each, and no class can inherit both. */
    public abstract static class Coder {
        /** Nothing to prepare. */
        public void init(EndpointConfig config) {}

        /** Nothing to free. */
        public void destroy() {}
    }

    /** For whole text messages. */
    public static final class Text extends Coder implements Decoder.Text<Pair>, Encoder.Text<Pair> {
        @Override
        public Pair decode(String text) throws DecodeException {
            return Pair.parse(text);
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @Override
        public String encode(Pair pair) {
            return pair.text();
        }
    }

    /** For whole binary messages. */
    public static final class Binary extends Coder implements Decoder.Binary<Pair>, Encoder.Binary<Pair> {
        @Override
        public Pair decode(ByteBuffer bytes) throws DecodeException {
            return Pair.parse(UTF_8.decode(bytes).toString());
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return true;
        }

        @Override
        public ByteBuffer encode(Pair pair) {
            return UTF_8.encode(pair.text());
        }
    }

    /** For text streams. */
    public static final class TextStream extends Coder implements Decoder.TextStream<Pair>, Encoder.TextStream<Pair> {
        @Override
        public Pair decode(Reader reader) throws DecodeException, IOException {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return Pair.parse(text.toString());
        }

        @Override
        public void encode(Pair pair, Writer writer) throws IOException {
            writer.write(pair.text());
        }
    }

    /** For binary streams. */
    public static final class BinaryStream extends Coder
            implements Decoder.BinaryStream<Pair>, Encoder.BinaryStream<Pair> {
        @Override
        public Pair decode(InputStream in) throws DecodeException, IOException {
            return Pair.parse(new String(in.readAllBytes(), UTF_8));
        }

        @Override
        public void encode(Pair pair, OutputStream out) throws IOException {
            out.write(pair.text().getBytes(UTF_8));
        }
    }
}
