/** Our client against servers with WebSocket implementations that are not ours, each in a process of its own. */
package dev.sheetbend.websocket.tck.foreign;
