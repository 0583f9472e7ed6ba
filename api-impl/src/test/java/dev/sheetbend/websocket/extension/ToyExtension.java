package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.util.List;

/** An extension that claims and does what a test says; it writes down how often its stages are made and closed. */
public final class ToyExtension implements ExtensionAgreement {
    /** Makes a stage in front of another one. */
    @FunctionalInterface
    public interface Maker {
        FrameStage make(FrameStage next, BufferSource buffers);
    }

    private final String name;
    private int firstFrameBits;
    private int continuationBits;
    private Maker inbound = (next, buffers) -> next;
    private Maker outbound = (next, buffers) -> next;
    private int made;

    public ToyExtension(String name) {
        this.name = name;
    }

    public ToyExtension claiming(int onFirstFrames, int onContinuations) {
        firstFrameBits = onFirstFrames;
        continuationBits = onContinuations;
        return this;
    }

    public ToyExtension inbound(Maker maker) {
        inbound = maker;
        return this;
    }

    public ToyExtension outbound(Maker maker) {
        outbound = maker;
        return this;
    }

    /** How many stages have been asked for, in both directions. */
    public int made() {
        return made;
    }

    /** These and no other extensions. */
    public static ExtensionStack stackOf(ExtensionAgreement... agreements) {
        ExtensionStack stack = ExtensionStack.EMPTY;
        for (ExtensionAgreement agreement : agreements) {
            stack = stack.with(agreement);
        }
        return stack;
    }

    /** What two ends have agreed to that do not mask. */
    public static ExtensionAgreement noMasking() {
        return new NoMasking.Agreement();
    }

    @Override
    public ExtensionOffer answer() {
        return ExtensionOffer.of(name);
    }

    @Override
    public int firstFrameBits() {
        return firstFrameBits;
    }

    @Override
    public int continuationBits() {
        return continuationBits;
    }

    @Override
    public FrameStage inbound(FrameStage next, BufferSource buffers) {
        made++;
        return inbound.make(next, buffers);
    }

    @Override
    public FrameStage outbound(FrameStage next, BufferSource buffers) {
        made++;
        return outbound.make(next, buffers);
    }

    /** Passes everything on, and writes down what it is asked and when it is closed. */
    public static class Passing implements OutboundStage {
        private final String name;
        private final FrameStage next;
        private final List<String> log;

        public Passing(String name, FrameStage next, List<String> log) {
            this.name = name;
            this.next = next;
            this.log = log;
        }

        /** Where this stage passes frames to. */
        protected final FrameStage next() {
            return next;
        }

        protected final void log(String what) {
            log.add(name + " " + what);
        }

        @Override
        public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
            log("asked " + (text ? "text " : "binary ") + (whole ? "whole " : "") + length + " " + treatment);
            return true;
        }

        @Override
        public void frame(DataFrame frame) {
            log("frame");
            next.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            next.payload(array, offset, length, endOfFrame);
        }

        @Override
        public void close() {
            log("closed");
        }
    }

    /** The end of the stages: writes down the frames that come out. */
    public static final class Last implements FrameStage {
        private final List<String> log;

        public Last(List<String> log) {
            this.log = log;
        }

        @Override
        public void frame(DataFrame frame) {
            log.add((frame.text() ? "text" : "binary") + (frame.first() ? " first" : "") + (frame.last() ? " last" : "")
                    + " " + frame.rsv() + " " + frame.length());
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            log.add(Bytes.toHex(array, offset, length) + (endOfFrame ? "|" : ""));
        }

        @Override
        public void close() {
            log.add("closed");
        }
    }
}
