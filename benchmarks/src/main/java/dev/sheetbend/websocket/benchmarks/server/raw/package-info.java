/**
 * Servers that answer a WebSocket opening handshake and then echo bytes as they come, frame headers, masks and all: what the
 * network and a container's upgrade cost at least.
 */
package dev.sheetbend.websocket.benchmarks.server.raw;
