package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Extensions that are simple and still do what can go wrong: change bytes, lengths, and the number of frames. */
public final class ToyStages {
    private ToyStages() {}

    /** Changes every bit of a message that nobody wants as it is, and says so with RSV2 on the first frame. */
    public static ToyExtension inverting() {
        return new ToyExtension("inverting")
                .claiming(DataFrame.RSV2, 0)
                .inbound((next, buffers) -> new InvertBack(next))
                .outbound(Invert::new);
    }

    /** Moves the first byte of each message to its end; what is received is joined to one frame. */
    public static ToyExtension turning() {
        return new ToyExtension("turning")
                .inbound((next, buffers) -> new TurnBack(next))
                .outbound((next, buffers) -> new Turn(next));
    }

    /**
     * Cuts what is sent into frames of that length, marks all but the first with RSV3, and lets go of each message with
     * its last frame only; what is received only loses its marks.
     */
    public static ToyExtension cutting(int length) {
        return new ToyExtension("cutting")
                .claiming(0, DataFrame.RSV3)
                .inbound((next, buffers) -> new Unmark(next))
                .outbound((next, buffers) -> new Cut(next, length));
    }

    private static void invert(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            array[i] = (byte) ~array[i];
        }
    }

    private static final class Invert implements OutboundStage {
        private final FrameStage next;
        private final BufferSource buffers;

        Invert(FrameStage next, BufferSource buffers) {
            this.next = next;
            this.buffers = buffers;
        }

        @Override
        public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
            return treatment != Treatment.PLAIN;
        }

        @Override
        public void frame(DataFrame frame) {
            if (frame.first()) {
                frame.setBits(DataFrame.RSV2);
            }
            next.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            ByteBuffer copy = buffers.acquire(length);
            System.arraycopy(array, offset, copy.array(), 0, length);
            invert(copy.array(), 0, length);
            next.payload(copy.array(), 0, length, endOfFrame);
            buffers.release(copy);
        }
    }

    private static final class InvertBack implements FrameStage {
        private final FrameStage next;
        private boolean inverted;

        InvertBack(FrameStage next) {
            this.next = next;
        }

        @Override
        public void frame(DataFrame frame) {
            if (frame.first()) {
                inverted = frame.has(DataFrame.RSV2);
                frame.clearBits(DataFrame.RSV2);
            }
            next.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            if (inverted) {
                invert(array, offset, length);
            }
            next.payload(array, offset, length, endOfFrame);
        }
    }

    private static final class Turn implements FrameStage {
        private final FrameStage next;
        private boolean last;
        private final byte[] kept = new byte[1];
        private boolean keeps;

        Turn(FrameStage next) {
            this.next = next;
        }

        @Override
        public void frame(DataFrame frame) {
            last = frame.last();
            keeps &= !frame.first();
            frame.forgetLength();
            next.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            int taken = !keeps && length > 0 ? 1 : 0;
            if (taken > 0) {
                keeps = true;
                kept[0] = array[offset];
            }
            boolean more = endOfFrame && last && keeps;
            next.payload(array, offset + taken, length - taken, endOfFrame && !more);
            if (more) {
                next.payload(kept, 0, 1, true);
            }
        }
    }

    private static final class TurnBack implements FrameStage {
        private final FrameStage next;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private boolean text;
        private int rsv;
        private boolean last;

        TurnBack(FrameStage next) {
            this.next = next;
        }

        @Override
        public void frame(DataFrame frame) {
            text = frame.text();
            rsv = frame.first() ? frame.rsv() : rsv;
            last = frame.last();
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            message.write(array, offset, length);
            if (endOfFrame && last) {
                byte[] turned = message.toByteArray();
                message.reset();
                next.frame(new DataFrame().set(text, true, true, rsv, turned.length));
                if (turned.length == 0) {
                    next.payload(turned, 0, 0, true);
                    return;
                }
                next.payload(turned, turned.length - 1, 1, turned.length == 1);
                if (turned.length > 1) {
                    next.payload(turned, 0, turned.length - 1, true);
                }
            }
        }
    }

    private static final class Cut implements FrameStage {
        private final FrameStage next;
        private final int most;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private boolean text;
        private int rsv;
        private boolean last;

        Cut(FrameStage next, int most) {
            this.next = next;
            this.most = most;
        }

        @Override
        public void frame(DataFrame frame) {
            text = frame.text();
            rsv = frame.first() ? frame.rsv() : rsv;
            last = frame.last();
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            message.write(array, offset, length);
            if (endOfFrame && last) {
                byte[] whole = message.toByteArray();
                message.reset();
                int from = 0;
                do {
                    int count = Math.min(most, whole.length - from);
                    boolean end = from + count == whole.length;
                    next.frame(new DataFrame().set(text, from == 0, end, from == 0 ? rsv : DataFrame.RSV3, count));
                    next.payload(whole, from, count, true);
                    from += count;
                } while (from < whole.length);
            }
        }
    }

    private static final class Unmark implements FrameStage {
        private final FrameStage next;

        Unmark(FrameStage next) {
            this.next = next;
        }

        @Override
        public void frame(DataFrame frame) {
            frame.clearBits(DataFrame.RSV3);
            next.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            next.payload(array, offset, length, endOfFrame);
        }
    }
}
