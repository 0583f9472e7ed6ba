package dev.sheetbend.websocket.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;

/** Coders that need injection, for both sides. */
final class Coders {
    private Coders() {}

    /** A message. */
    public record Word(String text) {}

    /** No bean. */
    public static class WordEncoder implements Encoder.Text<Word> {
        @Inject
        private Beans.Helper helper;

        /** For CDI. */
        public WordEncoder() {}

        @Override
        public String encode(Word word) {
            return word.text() + ", encoder " + helper.help();
        }

        @Override
        public void destroy() {
            Journal.add("encoder.destroy");
        }

        @PreDestroy
        void end() {
            Journal.add("encoder ended");
        }
    }

    /** No bean; only CDI can construct it. */
    public static class WordDecoder implements Decoder.Text<Word> {
        private final Beans.Helper helper;

        @Inject
        WordDecoder(Beans.Helper helper) {
            this.helper = helper;
        }

        @Override
        public Word decode(String text) {
            return new Word(text + ", decoder " + helper.help());
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @PreDestroy
        void end() {
            Journal.add("decoder ended");
        }
    }

    /** Fails when the connection is about to be made. */
    public static class FailingEncoder implements Encoder.Text<Word> {
        /** For CDI. */
        public FailingEncoder() {}

        @Override
        public void init(EndpointConfig config) {
            throw new IllegalStateException("init fails");
        }

        @Override
        public String encode(Word word) {
            return word.text();
        }

        @PreDestroy
        void end() {
            Journal.add("failing encoder ended");
        }
    }
}
