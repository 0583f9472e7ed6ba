/** The JVM of a server: embedded containers, their echo endpoints, and what the server tells of itself. */
package dev.sheetbend.websocket.benchmarks.server;
