/** The JVM of a server: embedded containers and their echo endpoints. */
package dev.sheetbend.websocket.benchmarks.server;
