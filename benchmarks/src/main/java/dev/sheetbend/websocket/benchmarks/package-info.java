/** Measurements: end to end beside other servers, and of single layers. */
package dev.sheetbend.websocket.benchmarks;
