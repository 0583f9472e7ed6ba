/**
 * Extensions of the protocol (RFC 6455, 9) for users to write: an {@link
 * dev.sheetbend.websocket.spi.ExtensionProvider} negotiates, and {@link dev.sheetbend.websocket.spi.FrameStage stages}
 * change the frames of one connection. Needs {@code java.base} only.
 */
package dev.sheetbend.websocket.spi;
