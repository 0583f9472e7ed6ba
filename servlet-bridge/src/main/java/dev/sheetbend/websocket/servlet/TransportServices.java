package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the transports of one WebSocket container share.
 *
 * @param pool lends the read buffers
 * @param workers runs application code, which may block; it has a thread for every task or makes tasks wait
 * @param timer runs short tasks that never block
 * @param nativeSockets whether the container's own sockets are used where the standard upgrade works too
 */
public record TransportServices(
        BufferPool pool, Executor workers, ScheduledExecutorService timer, boolean nativeSockets) {}
