/** A load client that shares no code with what it measures, and the load that it puts on every server. */
package dev.sheetbend.websocket.benchmarks.load;
