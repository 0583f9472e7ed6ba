package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.client.Dialogue.Deadline;
import dev.sheetbend.websocket.client.Wire.Progress;
import dev.sheetbend.websocket.handshake.AnswerBody;
import dev.sheetbend.websocket.handshake.AnswerHead;
import dev.sheetbend.websocket.handshake.AnswerParser;
import dev.sheetbend.websocket.handshake.AnswerSyntaxException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Map;

/** One HTTP request and its answer on a new connection. Used by one thread. */
final class OpeningExchange {
    /** The most bytes of a body that {@link HandshakeException} carries. */
    static final int MAX_BODY = 16 * 1024;

    /** How long the body of an answer that is no handshake is waited for, in milliseconds. */
    private static final long BODY_MILLIS = 2_000;

    private final Wire wire;
    private final Dialogue dialogue;
    private final BufferPool pool;
    private final Deadline deadline;

    private byte[] behind = {};

    OpeningExchange(Wire wire, Dialogue dialogue, BufferPool pool, Deadline deadline) {
        this.wire = wire;
        this.dialogue = dialogue;
        this.pool = pool;
        this.deadline = deadline;
    }

    void send(byte[] request) throws IOException {
        write(ByteBuffer.wrap(request));
    }

    private void write(ByteBuffer... buffers) throws IOException {
        Progress progress = wire.write(buffers, 0, buffers.length);
        while (progress != Progress.DONE) {
            // Nothing that makes a write wait for input comes before the answer.
            dialogue.await(SelectionKey.OP_WRITE, deadline);
            progress = wire.write(buffers, 0, buffers.length);
        }
    }

    /**
     * The head of the answer.
     *
     * @throws HandshakeException when it is not HTTP/1.1
     */
    AnswerHead head() throws IOException, HandshakeException {
        var parser = new AnswerParser();
        while (parser.head().isEmpty()) {
            byte[] bytes = read(deadline);
            if (bytes.length == 0) {
                throw new EOFException("The server ended the connection before it answered the opening handshake.");
            }
            try {
                int taken = parser.parse(bytes, 0, bytes.length);
                behind = Arrays.copyOfRange(bytes, taken, bytes.length);
            } catch (AnswerSyntaxException e) {
                throw new HandshakeException(e.getMessage(), 0, Map.of(), new byte[0]);
            }
        }
        return parser.head().orElseThrow();
    }

    /** What came behind the head. */
    byte[] behind() {
        return behind;
    }

    /** The beginning of the answer's body, as far as it comes soon. */
    byte[] body(AnswerHead head) {
        var body = new AnswerBody(head, MAX_BODY);
        body.accept(behind, 0, behind.length);
        Deadline soon = Deadline.in(BODY_MILLIS, "The body did not come.");
        try {
            byte[] bytes = behind;
            while (!body.isDone() && (bytes.length > 0 || bytes == behind)) {
                bytes = read(soon);
                body.accept(bytes, 0, bytes.length);
            }
        } catch (IOException e) {
            // What has come so far has to do: that the handshake failed is known already.
            return body.bytes();
        }
        return body.bytes();
    }

    /** Waits for bytes; none at the end. */
    private byte[] read(Deadline limit) throws IOException {
        while (true) {
            limit.requireLeft();
            ByteBuffer buffer = pool.acquire(wire.readSize());
            try {
                int count = wire.read(buffer);
                if (wire.wantsOutput()) {
                    write(Wire.NOTHING);
                }
                if (count > 0 || count == -1) {
                    return Arrays.copyOf(buffer.array(), Math.max(count, 0));
                }
                if (count == 0) {
                    dialogue.await(SelectionKey.OP_READ, limit);
                }
            } finally {
                pool.release(buffer);
            }
        }
    }
}
