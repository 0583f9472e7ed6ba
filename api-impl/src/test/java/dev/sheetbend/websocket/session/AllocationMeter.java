package dev.sheetbend.websocket.session;

import com.sun.management.ThreadMXBean;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/**
 * Counts what the reading thread allocates for each message, when the compiler has done what it can. Runs in a JVM of
 * its own, since what other tests have called changes what is compiled how: its argument is the name of a case, and it
 * prints the figure.
 */
final class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_MESSAGES = 100_000;
    private static final int WINDOW_MESSAGES = 1_600;
    private static final int WINDOWS = 20;

    private AllocationMeter() {}

    public static void main(String[] args) throws Exception {
        System.out.println(bytesPerMessage(HotPathCase.valueOf(args[0])));
        // The container has threads.
        System.exit(0);
    }

    /** The least of several windows: the compiler allocates nothing on this thread, but it may come in between. */
    static long bytesPerMessage(HotPathCase hotPath) throws Exception {
        var container = new ServerEndpointContainer(Settings.of(HotPathCase.SETTINGS::get));
        var transport = new CountingTransport();
        hotPath.connect(container, transport);
        byte[] read = hotPath.read();
        transport.deliver(read, WARM_UP_MESSAGES / hotPath.messages);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < WINDOWS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            transport.deliver(read, WINDOW_MESSAGES / hotPath.messages);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        int reads = (WARM_UP_MESSAGES + WINDOWS * WINDOW_MESSAGES) / hotPath.messages;
        if (transport.writes != reads) {
            throw new IllegalStateException(reads + " reads led to " + transport.writes + " writes.");
        }
        return Math.round((double) least / WINDOW_MESSAGES);
    }

    /** Counts writes, which are done at once; allocates nothing. */
    private static final class CountingTransport implements Transport {
        private final byte[] input = new byte[64 * 1024];
        private Receiver receiver;
        private int writes;

        @Override
        public void start(Receiver theReceiver) {
            receiver = theReceiver;
            receiver.opened();
        }

        /** Input is changed in place, so each time begins with a copy, as each time begins with a read. */
        void deliver(byte[] bytes, int times) {
            for (int i = 0; i < times; i++) {
                System.arraycopy(bytes, 0, input, 0, bytes.length);
                receiver.received(input, 0, bytes.length);
            }
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
            writes++;
            listener.writeCompleted();
        }

        @Override
        public void suspend() {
            // The replies leave at once, so nothing piles up.
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
