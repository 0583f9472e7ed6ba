package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.session.EndpointThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the transports of one WebSocket container share.
 *
 * @param pool lends the read buffers
 * @param workers runs application code, which may block; it has a thread for every task or makes tasks wait
 * @param virtualThreads the same on virtual threads, asked only for an endpoint that wants them
 * @param timer runs short tasks that never block
 * @param nativeSockets whether the container's own sockets are used where the standard upgrade works too
 * @param threads which threads run the endpoint of this connection: with {@link EndpointThreads#IO}, a transport that can
 *     delivers on the container's thread that has learned of the input, by
 *     {@link dev.sheetbend.websocket.session.InputDelivery#deliverOnIoThread}; with the others it leaves that thread to its
 *     connections
 */
public record TransportServices(
        BufferPool pool,
        Executor workers,
        Executor virtualThreads,
        ScheduledExecutorService timer,
        boolean nativeSockets,
        EndpointThreads threads) {
    /** For endpoints that run on pooled threads, until {@link #forEndpoint} says otherwise. */
    public TransportServices(
            BufferPool pool,
            Executor workers,
            Executor virtualThreads,
            ScheduledExecutorService timer,
            boolean nativeSockets) {
        this(pool, workers, virtualThreads, timer, nativeSockets, EndpointThreads.POOLED);
    }

    /**
     * For the transport of one connection.
     *
     * @param endpoints which threads run its endpoint; with virtual ones, these are the workers
     */
    TransportServices forEndpoint(EndpointThreads endpoints) {
        return endpoints == threads
                ? this
                : new TransportServices(
                        pool,
                        endpoints == EndpointThreads.VIRTUAL ? virtualThreads : workers,
                        virtualThreads,
                        timer,
                        nativeSockets,
                        endpoints);
    }
}
