package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A workload on one server, on the calling thread. Everything that comes back is checked.
 *
 * <p>The load is closed: who waits for an answer sends nothing. So the latencies are those of a server that gets as
 * much as it can do, and not of one that gets a certain rate.
 */
public interface Load extends AutoCloseable {
    /**
     * Sends and receives for a time.
     *
     * @throws WrongAnswerException when something else comes back than has to
     * @throws IOException when a connection ends, or nothing comes back for long
     */
    void drive(Duration time) throws IOException;

    /** What has come back since the beginning: answers, deliveries, or whole connections. */
    long messages();

    /** Bytes that have come back since the beginning, frame headers included; 0 where connections are counted. */
    long received();

    /** What the server has made of the offer of an extension; empty where none was made. */
    String agreement();

    /**
     * Nanoseconds from a message's send to its answer, of messages sent since the drive began; to be reset by whoever
     * wants those of a time.
     */
    Histogram latencies();

    /** Waits for what is on its way, and closes all connections. */
    @Override
    void close() throws IOException;
}
