/** Client connections: one event loop for all of a container, TLS, the opening handshake over a socket. */
package dev.sheetbend.websocket.client;
