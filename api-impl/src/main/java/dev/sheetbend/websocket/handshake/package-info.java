/** RFC 6455, section 4 as pure functions: a request or an answer in, a decision out. */
package dev.sheetbend.websocket.handshake;
