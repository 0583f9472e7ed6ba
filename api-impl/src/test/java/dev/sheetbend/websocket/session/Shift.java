package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** An extension that adds one to each byte that is sent, and does what a test wants meanwhile. Marks messages by RSV2. */
final class Shift implements ExtensionAgreement {
    final AtomicInteger inboundMade = new AtomicInteger();
    final AtomicInteger outboundMade = new AtomicInteger();
    final AtomicInteger inboundClosed = new AtomicInteger();
    final AtomicInteger outboundClosed = new AtomicInteger();

    /** Runs before each payload that is sent. */
    volatile Runnable sending = () -> {};
    /** Runs before each payload that is received. */
    volatile Runnable receiving = () -> {};
    /** Runs when a stage is closed. */
    volatile Runnable closing = () -> {};
    /** Whether a message in parts is sent as one frame when it is complete. */
    volatile boolean gathersParts;

    /** Whether the last frame of a message is passed on as if others followed. */
    volatile boolean forgetsTheEnd;

    volatile OutboundStage.Treatment treatment = OutboundStage.Treatment.DEFAULT;

    @Override
    public ExtensionOffer answer() {
        return ExtensionOffer.of("x-shift");
    }

    @Override
    public int firstFrameBits() {
        return DataFrame.RSV2;
    }

    @Override
    public FrameStage inbound(FrameStage next, BufferSource buffers) {
        inboundMade.incrementAndGet();
        return new FrameStage() {
            private boolean shifted;

            @Override
            public void frame(DataFrame frame) {
                if (frame.first()) {
                    shifted = frame.has(DataFrame.RSV2);
                    frame.clearBits(DataFrame.RSV2);
                }
                next.frame(frame);
            }

            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                receiving.run();
                for (int i = offset; shifted && i < offset + length; i++) {
                    array[i]--;
                }
                next.payload(array, offset, length, endOfFrame);
            }

            @Override
            public void close() {
                inboundClosed.incrementAndGet();
                closing.run();
            }
        };
    }

    @Override
    public FrameStage outbound(FrameStage next, BufferSource buffers) {
        outboundMade.incrementAndGet();
        return new Outbound(next);
    }

    private final class Outbound implements OutboundStage {
        private final FrameStage next;
        private final DataFrame whole = new DataFrame();
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private boolean last;

        Outbound(FrameStage next) {
            this.next = next;
        }

        @Override
        public boolean takes(boolean text, boolean isWhole, int length, Treatment wanted) {
            treatment = wanted;
            return wanted != Treatment.PLAIN;
        }

        @Override
        public void frame(DataFrame frame) {
            last = frame.last();
            if (!gathersParts) {
                if (frame.first()) {
                    frame.setBits(DataFrame.RSV2);
                }
                next.frame(
                        forgetsTheEnd
                                ? whole.set(frame.text(), frame.first(), false, frame.rsv(), frame.length())
                                : frame);
            } else if (last) {
                next.frame(whole.set(frame.text(), true, true, DataFrame.RSV2, DataFrame.UNKNOWN_LENGTH));
            }
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            sending.run();
            for (int i = offset; i < offset + length; i++) {
                parts.write(array[i] + 1);
            }
            if (last || !gathersParts) {
                byte[] shifted = parts.toByteArray();
                parts.reset();
                next.payload(shifted, 0, shifted.length, endOfFrame);
            }
        }

        @Override
        public void close() {
            outboundClosed.incrementAndGet();
            closing.run();
        }
    }
}
