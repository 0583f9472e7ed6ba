package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Connects, shakes hands, says goodbye, and begins again, on several connections at a time. Not thread safe. */
final class ConnectLoad implements Load {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LONGEST_SELECT_MILLIS = 20;
    /** So many connections may wait for the server's end of TCP (RFC 6455, 7.1.1); then the client ends the oldest. */
    private static final int MOST_LEAVING = 256;

    private final Destination destination;
    private final Workload workload;
    private final Selector selector = Selector.open();
    private final Histogram latencies = Latencies.create();
    private final List<Visit> running = new ArrayList<>();
    private final Deque<Visit> leaving = new ArrayDeque<>();
    private long messages;
    private long lastProgress;
    /** What began before waited for whoever drives, and is not timed. */
    private long begin = System.nanoTime();

    ConnectLoad(Destination destination, Workload workload) throws IOException {
        this.destination = destination;
        this.workload = workload;
        boolean open = false;
        try {
            // Whoever has nothing there says so before anything is measured.
            Opening.connect(destination.port(), workload.path(), workload.offer())
                    .channel()
                    .close();
            open = true;
        } finally {
            if (!open) {
                selector.close();
            }
        }
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long received() {
        return 0;
    }

    @Override
    public String agreement() {
        return "";
    }

    @Override
    public Histogram latencies() {
        return latencies;
    }

    @Override
    public void drive(Duration time) throws IOException {
        begin = System.nanoTime();
        lastProgress = begin;
        while (running.size() < workload.connections()) {
            running.add(visit());
        }
        while (System.nanoTime() - begin < time.toNanos()) {
            step(true);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lastProgress = System.nanoTime();
            while (!running.isEmpty()) {
                step(false);
            }
        } finally {
            for (SelectionKey key : selector.keys()) {
                ((Visit) key.attachment()).end();
            }
            selector.close();
        }
    }

    private void step(boolean more) throws IOException {
        selector.select(LONGEST_SELECT_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
            Visit visit = (Visit) key.attachment();
            boolean wasDone = visit.done();
            visit.ready();
            if (visit.done() && !wasDone) {
                done(visit, more);
            }
        }
        selector.selectedKeys().clear();
        while (leaving.size() > MOST_LEAVING) {
            leaving.poll().end();
        }
        if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
            throw new WrongAnswerException("No connection was done in " + PATIENCE.toSeconds() + " s");
        }
    }

    private void done(Visit visit, boolean more) throws IOException {
        lastProgress = System.nanoTime();
        if (visit.began() - begin >= 0) {
            Latencies.record(latencies, lastProgress - visit.began());
        }
        messages++;
        leaving.add(visit);
        running.remove(visit);
        if (more) {
            running.add(visit());
        }
    }

    private Visit visit() throws IOException {
        return new Visit(destination, Opening.request(destination.port(), workload.path(), workload.offer()), selector);
    }
}
