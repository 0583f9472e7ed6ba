/** What a newcomer runs and copies: {@link dev.sheetbend.websocket.samples.SampleServer} starts the samples. */
package dev.sheetbend.websocket.samples;
