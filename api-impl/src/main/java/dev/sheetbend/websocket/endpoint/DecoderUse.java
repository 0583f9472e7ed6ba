package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Decoder;

/**
 * A decoder for a type, and the form to use it in.
 *
 * @param kind the interface that the decoder is to be called by
 */
public record DecoderUse(CoderKind kind, Decoder decoder) {}
