package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.client.Dialogue.Deadline;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of hosts within a time limit. The platform's resolver has none and cannot be interrupted, so it is
 * asked on threads of its own, and whoever asked goes when its time is over. Thread safe.
 */
final class HostLookup {
    private final ExecutorService threads;
    private final Resolver resolver;

    /** Finds the addresses of a host; {@link InetAddress#getAllByName} for all but tests. */
    interface Resolver {
        /** All of them, the best first. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * @param threads that may be held up for long
     */
    HostLookup(ExecutorService threads, Resolver resolver) {
        this.threads = threads;
        this.resolver = resolver;
    }

    /**
     * All addresses of the host, the best first.
     *
     * @throws UnknownHostException when it has none
     * @throws SocketTimeoutException when the resolver has not answered in time
     * @throws InterruptedIOException when the thread was interrupted; it still is
     */
    InetAddress[] addresses(WebSocketUri uri, Deadline deadline) throws IOException {
        if (uri.isAddress()) {
            return resolver.addresses(uri.address());
        }
        Future<InetAddress[]> answer = ask(uri.address());
        try {
            return answer.get(Math.max(deadline.nanosLeft(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.passed();
        } catch (InterruptedException e) {
            throw Dialogue.interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown
                    ? unknown
                    : new IOException("The host " + uri.host() + " cannot be looked up", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Future<InetAddress[]> ask(String host) throws IOException {
        try {
            return threads.submit(() -> resolver.addresses(host));
        } catch (RejectedExecutionException e) {
            throw new IOException("The WebSocket container has stopped", e);
        }
    }
}
