/** The protocol machine of one connection: read half, write half, message assembly and closing handshake. */
package dev.sheetbend.websocket.connection;
