package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stages that frames for the peer go through, one behind another; each message goes through those that take it. Not
 * thread safe; belongs to the write side.
 */
public final class OutboundStages implements OutboundStage {
    /** In the order in which a frame passes them. */
    private final List<Gate> gates = new ArrayList<>();

    private final FrameStage entry;

    /** If a stage cannot be made, those that have been are closed. */
    OutboundStages(List<ExtensionAgreement> agreements, FrameStage last, BufferSource buffers) {
        FrameStage next = last;
        try {
            // From the last one to the first, since each has to know what follows it.
            for (int i = agreements.size() - 1; i >= 0; i--) {
                FrameStage stage = agreements.get(i).outbound(next, buffers);
                if (stage != next) {
                    var gate = new Gate(stage, next);
                    gates.add(gate);
                    next = gate;
                }
            }
        } catch (RuntimeException | Error e) {
            InboundStages.closeAfter(e, gates);
            throw e;
        }
        Collections.reverse(gates);
        entry = next;
    }

    /** Whether any stage takes the message; each one's answer holds for all of the message's frames. */
    @Override
    public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
        boolean any = false;
        for (Gate gate : gates) {
            any |= gate.asks(text, whole, length, treatment);
        }
        return any;
    }

    @Override
    public void frame(DataFrame frame) {
        entry.frame(frame);
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        entry.payload(array, offset, length, endOfFrame);
    }

    /** Closes every stage; what one of them throws is thrown when all are closed. */
    @Override
    public void close() {
        InboundStages.closeAll(gates);
    }

    /** Leads each message through a stage or past it. */
    private static final class Gate implements FrameStage {
        private final FrameStage stage;
        private final FrameStage next;
        private FrameStage way;

        Gate(FrameStage stage, FrameStage next) {
            this.stage = stage;
            this.next = next;
            this.way = stage;
        }

        boolean asks(boolean text, boolean whole, int length, Treatment treatment) {
            boolean taken = !(stage instanceof OutboundStage choosy) || choosy.takes(text, whole, length, treatment);
            way = taken ? stage : next;
            return taken;
        }

        @Override
        public void frame(DataFrame frame) {
            way.frame(frame);
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            way.payload(array, offset, length, endOfFrame);
        }

        @Override
        public void close() {
            stage.close();
        }
    }
}
