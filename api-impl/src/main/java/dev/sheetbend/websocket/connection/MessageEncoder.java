package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.extension.OutboundStages;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the messages of this end through the extensions, in the order in which they are sent. The extensions' stages are
 * made when the first message comes. Not thread safe: for the holder of the right to send.
 */
public final class MessageEncoder {
    private final ExtensionStack extensions;
    private final BufferPool pool;
    private final DataFrame frame = new DataFrame();
    private final Collector collector = new Collector();

    private Optional<OutboundStages> stages = Optional.empty();
    /** Whether the next frame goes on with a message. */
    private boolean inMessage;
    /** Whether that message goes through the extensions. */
    private boolean taken;

    private boolean closed;

    /**
     * @param pool lends the memory for what comes out
     */
    public MessageEncoder(ExtensionStack extensions, BufferPool pool) {
        this.extensions = extensions;
        this.pool = pool;
    }

    /**
     * Whether an extension takes the frame; if so, {@link #encode} it, else send it as it is. Called once for each data
     * frame, in the order of sending; all frames of a message have the same answer.
     *
     * @param length of the payload, in bytes
     * @param treatment of its message; counts for the first frame
     */
    public boolean takes(boolean text, boolean last, int length, Treatment treatment) {
        if (!inMessage) {
            if (stages.isEmpty()) {
                stages = Optional.of(extensions.outbound(collector, new PooledBuffers(pool)));
            }
            taken = stages.get().takes(text, last, length, treatment);
            frame.set(text, true, last, 0, length);
        } else {
            frame.set(text, false, last, 0, length);
        }
        inMessage = !last;
        return taken;
    }

    /**
     * Takes the frame that was asked for through the extensions.
     *
     * @param array stays as it is
     * @return the frames that have come out in full, perhaps none; the caller releases them
     * @throws IllegalStateException when the extensions have broken the rules of {@link FrameStage}
     */
    public List<EncodedFrame> encode(byte[] array, int offset, int length) {
        boolean through = false;
        try {
            stages.orElseThrow().frame(frame);
            stages.get().payload(array, offset, length, true);
            if (!inMessage) {
                collector.endMessage();
            }
            through = true;
        } finally {
            if (!through) {
                collector.release();
            }
        }
        return collector.take();
    }

    /** Ends the stages, if there are any. Any number of times; what a stage throws comes out, all being closed. */
    public void close() {
        if (!closed) {
            closed = true;
            try {
                stages.ifPresent(OutboundStages::close);
            } finally {
                collector.release();
            }
        }
    }

    /** The end of the stages. */
    private final class Collector implements FrameStage {
        private List<EncodedFrame> frames = new ArrayList<>(1);
        /** What the stages have begun, perhaps to go on with it when they get the next frame; null when there is none. */
        private EncodedFrame unfinished;

        private boolean begun;
        private boolean ended;

        @Override
        public void frame(DataFrame header) {
            int legal = extensions.allowedOn(begun ? Opcode.CONTINUATION : Opcode.BINARY);
            if (ended || unfinished != null || (header.rsv() & ~legal) != 0) {
                throw new IllegalStateException("An extension has sent a frame out of turn, or with bits of others.");
            }
            begun = true;
            ended = header.last();
            unfinished = new EncodedFrame(pool, header.last(), header.rsv());
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            unfinished.append(array, offset, length);
            if (endOfFrame) {
                frames.add(unfinished);
                unfinished = null;
            }
        }

        void endMessage() {
            if (!ended || unfinished != null) {
                throw new IllegalStateException("An extension has not sent the end of a message.");
            }
            begun = false;
            ended = false;
        }

        List<EncodedFrame> take() {
            List<EncodedFrame> result = frames;
            frames = new ArrayList<>(1);
            return result;
        }

        void release() {
            take().forEach(EncodedFrame::release);
            if (unfinished != null) {
                unfinished.release();
                unfinished = null;
            }
        }
    }
}
