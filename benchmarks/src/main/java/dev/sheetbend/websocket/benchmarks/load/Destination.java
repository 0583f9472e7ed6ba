package dev.sheetbend.websocket.benchmarks.load;

/**
 * Where a load goes.
 *
 * @param port on the loopback address
 * @param echoesBytes whether the server behind its handshake knows of no frames, and sends every byte as it came
 */
public record Destination(int port, boolean echoesBytes) {}
