/** What was measured, as JSON and as tables. */
package dev.sheetbend.websocket.benchmarks.report;
