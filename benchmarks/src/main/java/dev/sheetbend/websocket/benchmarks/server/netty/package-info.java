/** A WebSocket server on Netty, as somebody writes it who knows Netty: what can be had without the Jakarta API. */
package dev.sheetbend.websocket.benchmarks.server.netty;
