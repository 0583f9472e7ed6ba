package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.loop.BlockingHabit;
import dev.sheetbend.websocket.loop.ReadLoops;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
import dev.sheetbend.websocket.session.LoopInput;
import java.util.Optional;
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
 * @param loops read from the sockets that the container gives out; empty where there are none
 * @param threads which threads run the endpoint of this connection: with {@link EndpointThreads#IO}, a transport that can
 *     delivers on the container's thread that has learned of the input, by
 *     {@link dev.sheetbend.websocket.session.InputDelivery#deliverOnIoThread}; with the others it leaves that thread to its
 *     connections
 * @param habit whether that endpoint keeps threads
 */
public record TransportServices(
        BufferPool pool,
        Executor workers,
        Executor virtualThreads,
        ScheduledExecutorService timer,
        boolean nativeSockets,
        Optional<ReadLoops> loops,
        EndpointThreads threads,
        BlockingHabit habit) {
    /** For endpoints that run on pooled threads, until {@link #forEndpoint} says otherwise. */
    public TransportServices(
            BufferPool pool,
            Executor workers,
            Executor virtualThreads,
            ScheduledExecutorService timer,
            boolean nativeSockets,
            Optional<ReadLoops> loops) {
        this(pool, workers, virtualThreads, timer, nativeSockets, loops, EndpointThreads.POOLED, new BlockingHabit());
    }

    /** Whether {@link #forEndpoint} would answer the same for this one. */
    boolean areFor(Acceptor acceptor) {
        return threads == acceptor.threads() && habit == acceptor.habit();
    }

    /**
     * For the transport of one connection; those of one endpoint may share them.
     *
     * @param acceptor of its session; if the endpoint runs on virtual threads, these are the workers
     */
    TransportServices forEndpoint(Acceptor acceptor) {
        EndpointThreads endpoints = acceptor.threads();
        return new TransportServices(
                pool,
                endpoints == EndpointThreads.VIRTUAL ? virtualThreads : workers,
                virtualThreads,
                timer,
                nativeSockets,
                loops,
                endpoints,
                acceptor.habit());
    }

    /** Reads from one connection by the loops, if there are any and its endpoint runs on them. */
    public LoopInput loopInput(InputDelivery input) {
        return new LoopInput(loops, threads, habit, input);
    }
}
