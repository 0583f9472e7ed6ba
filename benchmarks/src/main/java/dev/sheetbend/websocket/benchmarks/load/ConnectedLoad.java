package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** A load of messages on connections that stay open. Not thread safe. */
abstract class ConnectedLoad implements Load {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);
    private static final int INPUT_BYTES = 256 * 1024;
    private static final long LONGEST_SELECT_MILLIS = 20;
    /** How many answers of each connection are inflated and compared; the first connection has all of them compared. */
    private static final long VERIFIED = 4;

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final Histogram latencies = Latencies.create();
    private boolean stopped;
    private long messages;
    private long received;
    private String agreement = "";
    private long lastProgress;
    /** What was sent before waited for whoever drives, and is not timed. */
    private long begin = System.nanoTime();

    ConnectedLoad(Destination destination, Workload workload) throws IOException {
        selector = Selector.open();
        boolean open = false;
        try {
            open(destination, workload);
            open = true;
        } finally {
            if (!open) {
                abort();
            }
        }
    }

    private void open(Destination destination, Workload workload) throws IOException {
        Traffic traffic = null;
        for (int i = 0; i < workload.connections(); i++) {
            Opening opening = Opening.connect(destination.port(), workload.path(), workload.offer());
            if (traffic == null) {
                if (!workload.offer().isEmpty() && !opening.agreement().compressed()) {
                    throw new WrongAnswerException("The server declined to compress");
                }
                agreement = opening.agreement().answer();
                traffic = Traffic.of(workload.messages().get(), opening.agreement());
            } else if (!opening.agreement().equals(traffic.agreement())) {
                throw new WrongAnswerException(
                        "The server agrees to " + opening.agreement().answer() + " after it has agreed to "
                                + traffic.agreement().answer());
            }
            int first = first(workload, traffic, i);
            Answers answers = destination.echoesBytes()
                    ? new EchoedBytes(traffic, first)
                    : new EchoedFrames(traffic, first, i == 0 ? Long.MAX_VALUE : VERIFIED);
            connections.add(new Connection(opening.channel(), selector, traffic, first, answers, workload.depth()));
        }
    }

    /**
     * The message that a connection begins with: another one on each, so that an answer that has gone to another
     * connection shows. Compressed messages refer to those before, and one of a broadcast is everyone's.
     */
    private static int first(Workload workload, Traffic traffic, int connection) {
        return workload.kind() == Workload.Kind.ECHO && !traffic.agreement().compressed()
                ? connection % traffic.count()
                : 0;
    }

    /** New answers have come on a connection, or it can be written to; called on the thread of the load. */
    abstract void proceed(Connection connection) throws IOException;

    /** Everything has been read that was there. */
    abstract void turn() throws IOException;

    /** When a message was sent whose answer has come on this connection. */
    abstract long sentAt(Connection connection, long message);

    /** Whether everything that was sent has been answered. */
    abstract boolean idle();

    final List<Connection> connections() {
        return connections;
    }

    /** Whether no new messages are to be sent. */
    final boolean stopped() {
        return stopped;
    }

    final void stop() {
        stopped = true;
    }

    final void resume() {
        stopped = false;
    }

    @Override
    public final long messages() {
        return messages;
    }

    @Override
    public final long received() {
        return received;
    }

    @Override
    public final String agreement() {
        return agreement;
    }

    @Override
    public final Histogram latencies() {
        return latencies;
    }

    @Override
    public final void drive(Duration time) throws IOException {
        resume();
        begin = System.nanoTime();
        long end = begin + time.toNanos();
        lastProgress = begin;
        start();
        while (System.nanoTime() - end < 0) {
            step();
            if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                throw stoodStill(PATIENCE);
            }
        }
    }

    /** Sends what there is to send at the beginning of a drive. */
    abstract void start() throws IOException;

    /** Sends nothing more, and waits for what is on its way. */
    final void drain() throws IOException {
        stop();
        await(this::idle, PATIENCE);
    }

    @Override
    public void close() throws IOException {
        try {
            drain();
            for (Connection connection : connections) {
                connection.close();
            }
            await(() -> connections.stream().allMatch(Connection::ended), PATIENCE_AT_END);
        } finally {
            abort();
        }
    }

    /** Reads and writes until something is so, but not for longer than this. */
    final boolean driveUntil(BooleanSupplier state, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            step();
        }
        return true;
    }

    private void await(BooleanSupplier state, Duration patience) throws IOException {
        if (!driveUntil(state, patience)) {
            throw stoodStill(patience);
        }
    }

    private static WrongAnswerException stoodStill(Duration patience) {
        return new WrongAnswerException("The connections stood still for " + patience.toSeconds() + " s");
    }

    final void abort() throws IOException {
        for (Connection connection : connections) {
            connection.end();
        }
        selector.close();
    }

    private void step() throws IOException {
        selector.select(LONGEST_SELECT_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
            ready((Connection) key.attachment());
        }
        selector.selectedKeys().clear();
        turn();
    }

    private void ready(Connection connection) throws IOException {
        if (connection.readable()) {
            long before = connection.messages();
            received += connection.read(input);
            long after = connection.messages();
            if (after > before) {
                long now = System.nanoTime();
                for (long message = before; message < after; message++) {
                    time(now, sentAt(connection, message));
                }
                messages += after - before;
                lastProgress = now;
            }
        }
        if (!connection.ended()) {
            proceed(connection);
        }
    }

    private void time(long now, long sentAt) {
        if (sentAt - begin >= 0) {
            Latencies.record(latencies, now - sentAt);
        }
    }
}
