package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Encoder;

/**
 * An encoder for an object, and the form to use it in.
 *
 * @param kind the interface that the encoder is to be called by
 */
public record EncoderUse(CoderKind kind, Encoder encoder) {}
