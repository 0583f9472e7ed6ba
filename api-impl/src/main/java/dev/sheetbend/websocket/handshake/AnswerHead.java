package dev.sheetbend.websocket.handshake;

/**
 * The status line and the header fields of a server's answer (RFC 9112, 4).
 *
 * @param httpVersion such as {@code HTTP/1.1}
 * @param status 100 to 599
 */
public record AnswerHead(String httpVersion, int status, Headers headers) {}
