package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.Session;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broadcast allocates for each session, counted and not timed. */
class BroadcastCostTest extends BroadcastHarness {
    private static final int SESSIONS = 200;
    private static final int ROUNDS = 20;

    /**
     * What the queue needs: a buffer on the shared array, its place in the queue, the snapshot of the sessions, and what
     * the compiler removes when it gets to it.
     */
    private static final long BYTES_PER_DELIVERY = 176;

    /** What the message needs once: its frame, and where it is compressed, a stage for it. */
    private static final long BYTES_PER_BROADCAST = 8 * 1024;

    /** Takes everything at once, and counts. */
    private static final class Sink implements Transport {
        private Receiver receiver;
        private long bytes;

        @Override
        public void start(Receiver theReceiver) {
            receiver = theReceiver;
            receiver.opened();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
            for (int i = 0; i < count; i++) {
                bytes += buffers[i].remaining();
            }
            listener.writeCompleted();
        }

        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}

        @Override
        public void abort() {
            receiver.ended(null);
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private final List<Sink> sinks = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    private void openSinks(String... extensionOffers) throws Exception {
        peer.open(Role.SERVER, endpoint);
        for (int i = 0; i < SESSIONS; i++) {
            var sink = new Sink();
            peer.connect("/harness", sink, extensionOffers);
            sinks.add(sink);
            sessions.add(endpoint.session);
        }
    }

    @AfterEach
    void endSinks() {
        for (Session session : sessions) {
            ((SheetbendSession) session).abort();
        }
    }

    /** The least of several rounds, as other things come in between. */
    private static long leastAllocated(Runnable action) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            action.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private void assertCheap(String text, int bytesOnTheWire) {
        long allocated = leastAllocated(() -> SheetbendSession.broadcast(sessions, text));
        assertThat(allocated).isLessThanOrEqualTo(SESSIONS * BYTES_PER_DELIVERY + BYTES_PER_BROADCAST);
        assertThat(sinks).allMatch(sink -> sink.bytes >= (long) ROUNDS * bytesOnTheWire);
    }

    @Test
    void aDeliveryAllocatesWhatTheQueueNeedsAndNoCopy() throws Exception {
        openSinks();
        assertCheap("x".repeat(256), 4 + 256);
    }

    @Test
    void aDeliveryOfASharedCompressionAllocatesNoMore() throws Exception {
        openSinks("permessage-deflate; server_no_context_takeover");
        assertCheap("Is there anything new? ".repeat(200), 20);
    }
}
