package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.DecodeException;

/**
 * What the endpoints with decoders and encoders exchange; written as {@code left/right}.
 *
 * @param left without a slash
 * @param right without a slash
 */
public record Pair(String left, String right) {
    static Pair parse(String text) throws DecodeException {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new DecodeException(text, "There is no slash.");
        }
        return new Pair(text.substring(0, slash), text.substring(slash + 1));
    }

    String text() {
        return left + "/" + right;
    }

    Pair swapped() {
        return new Pair(right, left);
    }
}
