package dev.sheetbend.websocket.servlet;

import com.sun.management.ThreadMXBean;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.DataInputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts what a server allocates for the echo of a short text, one at a time, when the compiler has done what it can. Runs in
 * a JVM of its own: its argument is the name of a container, and it prints the bytes for one message, those of all threads
 * but the client's.
 */
final class EchoAllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_MESSAGES = 40_000;
    private static final int WINDOW_MESSAGES = 2_000;
    private static final int WINDOWS = 15;
    private static final int LENGTH = 64;

    private EchoAllocationMeter() {}

    /** Answers each text with itself. */
    @ServerEndpoint("/echo")
    public static final class Echo {
        /** For the container. */
        public Echo() {}

        @OnMessage
        public String text(String text) {
            return text;
        }
    }

    public static void main(String[] args) throws Exception {
        InitializedServer server = InitializedServer.start(
                args[0], new InitializedServer.Initializers().with(new SheetbendInitializer(), Set.of(Echo.class)));
        try (RawClient client = new RawClient(server.port(), "/app/echo")) {
            var out = client.socket.getOutputStream();
            var in = new DataInputStream(client.socket.getInputStream());
            exchange(out, in, WARM_UP_MESSAGES);
            long[] windows = new long[WINDOWS];
            for (int i = 0; i < WINDOWS; i++) {
                Map<Long, Long> before = allocated();
                exchange(out, in, WINDOW_MESSAGES);
                windows[i] = difference(before, allocated());
            }
            // Not the least one, which would be that in which a thread has ended.
            Arrays.sort(windows);
            System.out.println(Math.round((double) windows[WINDOWS / 2] / WINDOW_MESSAGES));
        }
        // The servers have threads.
        System.exit(0);
    }

    private static void exchange(OutputStream out, DataInputStream in, int messages) throws Exception {
        byte[] payload = "x".repeat(LENGTH).getBytes(StandardCharsets.US_ASCII);
        byte[] sent = new byte[6 + LENGTH];
        sent[0] = (byte) 0x81;
        // The key is 0.
        sent[1] = (byte) (0x80 | LENGTH);
        System.arraycopy(payload, 0, sent, 6, LENGTH);
        byte[] expected = new byte[2 + LENGTH];
        expected[0] = (byte) 0x81;
        expected[1] = LENGTH;
        System.arraycopy(payload, 0, expected, 2, LENGTH);
        byte[] received = new byte[expected.length];
        for (int i = 0; i < messages; i++) {
            out.write(sent);
            in.readFully(received);
            if (!Arrays.equals(received, expected)) {
                throw new IllegalStateException("This is no echo: " + Arrays.toString(received));
            }
        }
    }

    private static Map<Long, Long> allocated() {
        long[] threads = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        var all = new HashMap<Long, Long>();
        for (int i = 0; i < threads.length; i++) {
            if (threads[i] != Thread.currentThread().getId()) {
                all.put(threads[i], bytes[i]);
            }
        }
        return all;
    }

    private static long difference(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
