package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.Transport;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The byte pipe over what {@link jakarta.servlet.http.HttpServletRequest#upgrade} gives in every Servlet 6 container, all
 * non-blocking. What the peer sends goes through a small backlog to a worker, because application code may neither block
 * a container's I/O thread nor wait inside a read callback for a write to complete.
 *
 * <p>What the standard API cannot do on Tomcat: end a connection from outside when the peer is silent. A close that
 * follows from something the peer sent, within {@link CallbackGate#LINGER_MILLIS}, takes effect at once, as does one while
 * the container is calling back; any other {@link #close} or {@link #abort} ends this transport and fails its writes at
 * once, but the socket stays open until the peer sends something, ends its side, or reads what was stuck.
 */
final class StandardTransport implements Transport {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    private final WebConnection connection;
    private final ServletOutputStream out;
    private final StreamHabits habits;
    private final TransportServices services;
    private final CallbackGate gate;
    private final Delivery delivery;
    private final StandardInput input;
    private final StandardOutput output;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Undertow's I/O thread of this connection, once it has called back. */
    private volatile Executor home;

    private volatile Future<?> grace;
    private volatile IOException endCause;

    /**
     * @param secure whether the connection is encrypted
     * @throws IOException when the container does not give out the connection's streams
     */
    StandardTransport(WebConnection connection, TransportServices services, boolean secure) throws IOException {
        this.connection = connection;
        this.services = services;
        habits = StreamHabits.of(connection);
        out = connection.getOutputStream();
        gate = new CallbackGate(habits);
        delivery = new Delivery(services, gate, this);
        input = new StandardInput(this, connection.getInputStream(), habits, gate, delivery, services.pool());
        output = new StandardOutput(this, out, habits, gate, secure);
    }

    @Override
    public void start(Receiver receiver) {
        try {
            out.setWriteListener(output);
            if (habits != StreamHabits.UNDERTOW) {
                connection.getInputStream().setReadListener(input);
            }
        } catch (IOException | RuntimeException e) {
            end(new IOException("The container refuses the listeners of an upgraded connection", e));
        }
        // Last, because what the receiver does may close the connection: without its listeners Tomcat would not notice.
        delivery.start(receiver);
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        output.write(buffers, count, listener);
    }

    @Override
    public void suspend() {
        delivery.suspend();
    }

    @Override
    public void resume() {
        delivery.resume();
        input.readOn();
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            // In this order: a callback of Tomcat that waits for room is there to close the connection, and leaves when
            // it may
            // read on.
            output.close();
            delivery.discard();
            input.readOn();
        }
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        services.workers().execute(task);
    }

    /** The container has let the connection go. */
    void destroyed() {
        // Undertow may let go of a connection that both sides have ended before it reports the end of the input.
        end(closing.get() ? null : new IOException("The servlet container ended the connection"));
    }

    /**
     * Ends everything; the first call counts.
     *
     * @param cause null when the peer ended its side in order or {@link #close} is through
     */
    void end(IOException cause) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Future<?> timer = grace;
        if (timer != null) {
            timer.cancel(false);
        }
        endCause = cause;
        output.fail(cause != null ? cause : new IOException("The connection has ended"));
    }

    /** The worker asks whether the reading that it held up can go on. */
    void readOn() {
        input.readOn();
    }

    /** Whether a callback of Tomcat has something to wait for. */
    boolean worthLingering() {
        return output.othersTurn() || delivery.busy() && !output.waiting();
    }

    /** Whether a write waits for a callback of the container. */
    boolean writeWaits() {
        return output.waiting();
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** A write callback begins. */
    void calledBack() {
        if (habits == StreamHabits.UNDERTOW && home == null) {
            home = Thread.currentThread() instanceof Executor ioThread ? ioThread : services.workers();
            try {
                // Not earlier: both listeners begin with a task on some other thread, and the two must not meet.
                connection.getInputStream().setReadListener(input);
            } catch (IOException | RuntimeException e) {
                end(new IOException("The container refuses the read listener of an upgraded connection", e));
            }
        }
    }

    /** Called in a write callback, after the write has gone on. */
    void writePossible() {
        input.writePossible();
    }

    /** Whether this is the thread of Undertow that calls this connection back, or there is no such thread yet. */
    boolean isHome() {
        Executor thread = home;
        return thread == null || thread == Thread.currentThread();
    }

    /** Has Undertow's thread run the task soon. When that thread has ended, nobody is in its way and it runs here. */
    void executeAtHome(Runnable task) {
        try {
            home.execute(task);
        } catch (RejectedExecutionException e) {
            end(new IOException("The servlet container has stopped", e));
            task.run();
        }
    }

    /** All output is with the container and no more will come. Called once, by the output in its turn. */
    void endOutput() {
        if (habits != StreamHabits.UNDERTOW) {
            end(null);
            return;
        }
        // A close with input still unread would reset the connection and destroy what is on its way to the peer. So the
        // output is ended first, and the rest follows when the peer has ended its side.
        try {
            out.close();
            grace = services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException | RejectedExecutionException e) {
            end(null);
        }
    }

    /** Closes the connection itself and lets the receiver know. Called once, by the output in its turn. */
    void cutOff() {
        switch (habits) {
            case TOMCAT -> gate.atCallback(this::closeConnection);
            case UNDERTOW -> onWorker(new ImpatientClose(this::closeConnection, services.timer()));
            // It may block until what was written has left.
            case SPECIFIED -> onWorker(this::closeConnection);
        }
        // Not before: a callback of Tomcat that waits for room is there to close the connection, and leaves at this.
        delivery.end(endCause);
    }

    private void onWorker(Runnable close) {
        try {
            services.workers().execute(close);
        } catch (RejectedExecutionException e) {
            close.run();
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (Exception e) {
            // It is over either way, and the receiver has been told why.
        }
    }
}
