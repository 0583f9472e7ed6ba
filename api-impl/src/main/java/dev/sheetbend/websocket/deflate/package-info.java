/**
 * The extension permessage-deflate (RFC 7692): negotiation, compression and decompression, and the pools that bound the
 * native memory of both. Needs {@code java.base} and {@code spi} only.
 */
package dev.sheetbend.websocket.deflate;
