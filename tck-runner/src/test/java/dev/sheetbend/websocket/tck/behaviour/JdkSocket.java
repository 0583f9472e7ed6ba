package dev.sheetbend.websocket.tck.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's WebSocket client with its events put into queues, messages whole. The JDK answers Ping and Close by itself.
 * Its thread calls the listener methods; any thread may take.
 */
public final class JdkSocket implements WebSocket.Listener {
    /**
     * How the connection ended.
     *
     * @param code 1005 when the Close frame had none
     */
    public record Closed(int code, String reason) {}

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    // Only the client's thread.
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    private volatile WebSocket socket;

    /** For who has opened the socket with this listener. */
    public void opened(WebSocket opened) {
        socket = opened;
    }

    /** The socket, for what it can do by itself. */
    public WebSocket socket() {
        return socket;
    }

    /** Sends a whole text message. */
    public void sendText(String message) throws Exception {
        socket.sendText(message, true).get(BehaviourTest.SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a whole binary message. */
    public void sendBinary(byte[] message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(BehaviourTest.SECONDS, TimeUnit.SECONDS);
    }

    /** The next message as a text. */
    public String text() throws InterruptedException {
        return (String) take(messages);
    }

    /** The next message as bytes. */
    public byte[] binary() throws InterruptedException {
        return (byte[]) take(messages);
    }

    /** What the next Ping has with it, as UTF-8. */
    public String ping() throws InterruptedException {
        return take(pings);
    }

    /** What the next Pong has with it, as UTF-8. */
    public String pong() throws InterruptedException {
        return take(pongs);
    }

    /** Waits for the Close frame of the server. */
    public Closed closed() throws Exception {
        return closed.get(BehaviourTest.SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(BehaviourTest.SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing came within " + BehaviourTest.SECONDS + " s.");
        }
        return next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            messages.add(binary.toByteArray());
            binary.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.add(decoded(message));
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add(decoded(message));
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(new Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    private static String decoded(ByteBuffer payload) {
        return UTF_8.decode(payload).toString();
    }
}
