package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.EncodedFrame;
import dev.sheetbend.websocket.connection.MessageEncoder;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Opcode;
import java.util.List;
import java.util.Optional;

/**
 * Takes what is sent through the extensions. Not thread safe, but for {@link #mayTake}: for the thread whose frame has the
 * turn, see {@link SendOrder#beginTurn}.
 */
final class FrameEncoding {
    /** The extensions let it pass, or there are none. */
    static final Result PASSED = new Result(false, List.of(), Optional.empty());

    /** Nothing is active in it, and it keeps nothing; for all sessions without extensions. */
    private static final FrameEncoding NONE = new FrameEncoding(ExtensionStack.EMPTY, new BufferPool(0));

    private final boolean active;
    private final MessageEncoder encoder;
    private final BufferPool pool;

    /**
     * What has come of a frame.
     *
     * @param taken whether an extension has taken it; else it is sent as it is
     * @param frames to be sent in its place, perhaps none
     * @param failure of an extension, after which nothing can be sent any more
     */
    record Result(boolean taken, List<EncodedFrame> frames, Optional<Throwable> failure) {
        /** Whether an extension has kept it, to send it together with what follows. */
        boolean isKept() {
            return taken && frames.isEmpty();
        }

        /** The same frames, which cannot be sent. */
        Result failed(Throwable cause) {
            return new Result(taken, frames, Optional.of(cause));
        }

        void release() {
            frames.forEach(EncodedFrame::release);
        }
    }

    /** For one session. */
    static FrameEncoding of(ExtensionStack extensions, BufferPool pool) {
        return extensions.isEmpty() ? NONE : new FrameEncoding(extensions, pool);
    }

    private FrameEncoding(ExtensionStack extensions, BufferPool pool) {
        this.active = !extensions.isEmpty();
        this.encoder = new MessageEncoder(extensions, pool);
        this.pool = pool;
    }

    /** Whether there are extensions. */
    boolean isActive() {
        return active;
    }

    /** Whether {@link #encode} has to be asked. Any thread. */
    boolean mayTake(Outgoing frame) {
        return active && !frame.isControl();
    }

    Result encode(Outgoing frame) {
        try {
            boolean text = frame.opcode() == Opcode.TEXT;
            return encoder.takes(text, frame.last(), frame.length(), frame.treatment())
                    ? new Result(true, frame.encode(encoder, pool), Optional.empty())
                    : PASSED;
        } catch (RuntimeException | Error e) {
            // The turn has to end in any case.
            return new Result(true, List.of(), Optional.of(e));
        }
    }

    /** Gives back what the extensions hold; throws what they throw. */
    void close() {
        if (active) {
            encoder.close();
        }
    }
}
