package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts what a session keeps on the heap while nothing happens, after it has answered a message. Runs in a JVM of its own,
 * whose heap nobody else uses: its argument is the name of a case, and it prints the figure, in bytes.
 */
final class IdleMeter {
    private static final int WARM_UP_SESSIONS = 200;
    private static final int SESSIONS = 2_000;
    private static final int COLLECTIONS = 4;

    private IdleMeter() {}

    public static void main(String[] args) throws Exception {
        HotPathCase hotPath = HotPathCase.valueOf(args[0]);
        var container = new ServerEndpointContainer(Settings.of(HotPathCase.SETTINGS::get));
        hotPath.deploy(container);
        var connections = new IdleTransport[WARM_UP_SESSIONS + SESSIONS];
        open(connections, 0, WARM_UP_SESSIONS, hotPath, container);
        long before = used();
        open(connections, WARM_UP_SESSIONS, connections.length, hotPath, container);
        long after = used();
        if (container.sessionCount() != connections.length
                || Arrays.stream(connections).anyMatch(each -> each.writes == 0)) {
            throw new IllegalStateException("Not all sessions have answered.");
        }
        System.out.println((after - before) / SESSIONS);
        // The container has threads.
        System.exit(0);
    }

    private static void open(
            IdleTransport[] connections, int from, int to, HotPathCase hotPath, ServerEndpointContainer container)
            throws Exception {
        for (int i = from; i < to; i++) {
            connections[i] = new IdleTransport();
            hotPath.open(container, connections[i]);
            byte[] read = hotPath.read();
            connections[i].receiver.received(read, 0, read.length);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** As little as a transport can be: it counts in the figure, with 24 bytes. */
    private static final class IdleTransport implements Transport {
        private Receiver receiver;
        private int writes;

        @Override
        public void start(Receiver theReceiver) {
            receiver = theReceiver;
            receiver.opened();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
            writes++;
            listener.writeCompleted();
        }

        @Override
        public void suspend() {
            // One reply is no reason to.
        }

        @Override
        public void resume() {
            // See above.
        }

        @Override
        public void close() {
            throw new IllegalStateException("The session was closed.");
        }

        @Override
        public void abort() {
            throw new IllegalStateException("The session was aborted.");
        }

        @Override
        public void execute(Runnable task) {
            throw new IllegalStateException("Nothing is to leave the reading thread.");
        }
    }
}
