/** The texts that are sent. */
package dev.sheetbend.websocket.benchmarks.text;
