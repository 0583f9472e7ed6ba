/** Byte storage of the protocol core: the buffer pool and the growable byte queue. */
package dev.sheetbend.websocket.buffer;
