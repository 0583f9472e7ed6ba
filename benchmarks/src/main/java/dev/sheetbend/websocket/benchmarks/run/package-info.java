/** What is measured, on which servers, in which order. */
package dev.sheetbend.websocket.benchmarks.run;
