package dev.sheetbend.websocket.servlet.tomcat;

import dev.sheetbend.websocket.servlet.TransportServices;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
import dev.sheetbend.websocket.session.LoopInput;
import dev.sheetbend.websocket.session.ReadSize;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection of Tomcat that has left HTTP behind. What the peer sends is delivered by the read loops, or, where the
 * endpoint wants threads of a pool, on the thread that Tomcat calls with, or on a worker when enough of Tomcat's threads do
 * so already; any may block, since neither writing nor ending needs the socket's lock. While nobody asks for more, nothing
 * is read and no buffer is held.
 */
final class TomcatTransport implements Transport, InputDelivery.Source {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    /** How soon a goodbye that did not fit into the socket is tried again, in milliseconds. */
    private static final long RETRY_MILLIS = 20;

    private final TomcatSocket socket;
    private final TransportServices services;
    private final Semaphore inlineTurns;

    /** Tomcat calls once without being asked, right after the upgrade. */
    private final InputDelivery input = InputDelivery.ofUnasked(this);

    private final LoopInput loopInput;
    private final ReadSize readSize = new ReadSize();

    // Write side, guarded by this.
    private boolean closing;
    private boolean outputEnded;
    private Future<?> grace;

    /** The write in flight. */
    private final AtomicReference<TomcatWrite> pending = new AtomicReference<>();

    /**
     * @param inlineTurns how many of Tomcat's threads may still deliver
     */
    TomcatTransport(TomcatSocket socket, TransportServices services, Semaphore inlineTurns) {
        this.socket = socket;
        this.services = services;
        this.inlineTurns = inlineTurns;
        this.loopInput = services.loopInput(input);
    }

    @Override
    public void start(Receiver target) {
        input.start(target);
    }

    /** Tomcat has noticed that there is something to read, or that the peer has gone. */
    void readable() {
        if (!input.claim()) {
            return;
        }
        if (services.threads() == EndpointThreads.VIRTUAL || !inlineTurns.tryAcquire()) {
            input.dispatch();
            return;
        }
        try {
            input.deliver();
        } finally {
            inlineTurns.release();
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        TomcatWrite write = new TomcatWrite(this, socket, buffers, count, listener);
        IOException refusal = null;
        synchronized (this) {
            if (outputEnded || closing) {
                refusal = input.refusal();
            } else if (!pending.compareAndSet(null, write)) {
                throw new IllegalStateException("The write before has not completed.");
            }
        }
        if (refusal != null) {
            listener.writeFailed(refusal);
            return;
        }
        write.advance();
    }

    boolean isPending(TomcatWrite write) {
        return pending.get() == write;
    }

    void completed(TomcatWrite write) {
        if (pending.compareAndSet(write, null)) {
            write.tellCompleted();
            endOutputIfDue();
        }
    }

    void failed(TomcatWrite write, IOException why) {
        if (pending.compareAndSet(write, null)) {
            write.tellFailed(why);
        }
        end(why);
    }

    @Override
    public void suspend() {
        input.suspend();
    }

    @Override
    public void resume() {
        input.resume();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        input.discard();
        endOutputIfDue();
        input.wake();
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        services.workers().execute(task);
    }

    /** Tomcat reports that the connection is broken. */
    void lost(IOException why) {
        end(why);
    }

    /** Tomcat has let the connection go. */
    void released() {
        boolean expected;
        synchronized (this) {
            expected = closing;
        }
        end(expected ? null : new IOException("The servlet container ended the connection"));
    }

    private void endOutputIfDue() {
        synchronized (this) {
            if (!closing || outputEnded || pending.get() != null) {
                return;
            }
            outputEnded = true;
            try {
                grace = services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Without a timer nobody would end the wait for the peer: the end of the output and the close follow at
                // once.
                grace = null;
            }
        }
        endOutput();
    }

    /** The peer sees FIN, or close_notify and FIN; a close with input still unread would reset the connection. */
    private void endOutput() {
        try {
            boolean done = socket.endOutput();
            boolean timed;
            synchronized (this) {
                timed = grace != null;
            }
            if (!timed) {
                end(null);
            } else if (!done) {
                services.timer().schedule(this::endOutput, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException why) {
        input.end(why);
    }

    @Override
    public void finish(IOException cause) {
        loopInput.end();
        synchronized (this) {
            outputEnded = true;
            if (grace != null) {
                grace.cancel(false);
            }
        }
        IOException reason = cause != null ? cause : new IOException("The connection has ended");
        // First, so that no byte leaves once the buffers of the write in flight are its caller's again.
        socket.end(reason);
        TomcatWrite stuck = pending.getAndSet(null);
        if (stuck != null) {
            stuck.tellFailed(reason);
        }
    }

    /** Delivers one buffer. */
    @Override
    public boolean fetch(Receiver receiver) {
        boolean discard = input.isDiscarding();
        ByteBuffer buffer = services.pool().acquire(readSize.bytes());
        try {
            int filled = discard ? socket.discard(buffer) : socket.read(buffer);
            if (filled < 0) {
                return overtakenByClose(discard) || ended(null);
            }
            if (filled > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, filled);
            }
            // Of TLS there may be something decrypted already, of which the socket does not tell.
            return readSize.read(filled) || filled > 0 && socket.isSecure();
        } catch (IOException e) {
            return overtakenByClose(discard) || ended(e);
        } finally {
            services.pool().release(buffer);
        }
    }

    /** Once the goodbye of TLS is said, the decrypting side answers that all is over, which the peer has not said yet. */
    private boolean overtakenByClose(boolean discarded) {
        return !discarded && input.isDiscarding();
    }

    private boolean ended(IOException why) {
        end(why);
        return false;
    }

    @Override
    public void awaitInput() {
        if (!loopInput.await(socket.channel())) {
            socket.awaitInput();
        }
    }
}
