/** Learns of input on sockets, and has it handled on the thread that has learned of it. */
package dev.sheetbend.websocket.loop;
