/**
 * A small extension of the protocol, to copy for one's own: every message ends with a checksum of its content.
 *
 * <p>An element of {@code Sec-WebSocket-Extensions} is {@code x-crc32c} or {@code x-crc32c; min_size=N}, N being 0 to
 * 2147483647 and 0 if not there. The server answers with an N that is at least the client's, and it holds for both
 * directions. A message whose first frame has fewer bytes than N goes as it is; any other may have RSV3 on its first frame,
 * and if so, its last frame ends with four more bytes: the CRC-32C (RFC 3720, B.4) of the content, most significant byte
 * first. The receiver goes by RSV3 alone.
 *
 * <p>The classes in the order of a connection's life: {@link dev.sheetbend.websocket.samples.crc32c.Crc32cProvider}
 * negotiates, {@code Crc32cAgreement} is the outcome, {@code Crc32cOutbound} and {@code Crc32cInbound} work on the frames.
 * The file {@code META-INF/services/dev.sheetbend.websocket.spi.ExtensionProvider} names the first one, and that is all it
 * takes to install the extension. {@code docs/extensions.md} explains the rest.
 */
package dev.sheetbend.websocket.samples.crc32c;
