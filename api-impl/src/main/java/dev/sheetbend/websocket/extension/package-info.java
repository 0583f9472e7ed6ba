/** {@code Sec-WebSocket-Extensions} and what was negotiated with it (RFC 6455, 9). */
package dev.sheetbend.websocket.extension;
