/** The client of all measurements: prepared frames, one thread, no work but counting. */
package dev.sheetbend.websocket.benchmarks.client;
