package dev.sheetbend.websocket.benchmarks.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to measure, and for how long.
 *
 * @param parts what is measured
 * @param rounds at most
 * @param budget no round begins that would probably go beyond it; the first one always does
 * @param offer of extensions, as in the handshake
 * @param sizes of texts in bytes
 * @param loads for the throughput
 * @param connections for the throughput
 * @param depth messages on their way at a time on each connection, with {@link Load#PIPELINED}
 * @param warmUp of each server before the first measurement of a round, shared by all sizes and loads
 * @param lead of each measurement, not measured
 * @param time of each measurement of throughput
 * @param idleConnections for the memory
 * @param idleMessages that each of these has echoed before it is idle
 * @param idleSize of these in bytes
 * @param settle how long they are idle between two looks at the memory, which end when both show the same
 * @param jvmOptions of the servers
 */
public record Plan(
        Set<Part> parts,
        int rounds,
        Duration budget,
        String offer,
        List<Integer> sizes,
        List<Load> loads,
        int connections,
        int depth,
        Duration warmUp,
        Duration lead,
        Duration time,
        int idleConnections,
        int idleMessages,
        int idleSize,
        Duration settle,
        List<String> jvmOptions) {

    /** One kind of figures. */
    public enum Part {
        /** Of idle connections. */
        MEMORY,
        /** Messages in a time, and processor time for each. */
        THROUGHPUT,
        /** Bytes on the wire for each byte of text. */
        RATIO
    }

    /** How a client sends. */
    public enum Load {
        /** The next message when the answer to the one before has come. */
        PING_PONG,
        /** Many messages before an answer. */
        PIPELINED
    }

    int depth(Load load) {
        return load == Load.PING_PONG ? 1 : depth;
    }
}
