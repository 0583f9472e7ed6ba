package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.ArrayList;
import java.util.List;

/** The stages that frames of the peer go through, one behind another. Not thread safe; belongs to the read side. */
public final class InboundStages implements FrameStage {
    private final List<FrameStage> made = new ArrayList<>();
    private final FrameStage entry;

    /** If a stage cannot be made, those before it are closed. */
    InboundStages(List<ExtensionAgreement> agreements, FrameStage last, BufferSource buffers) {
        FrameStage next = last;
        try {
            for (ExtensionAgreement agreement : agreements) {
                FrameStage stage = agreement.inbound(next, buffers);
                if (stage != next) {
                    made.add(stage);
                    next = stage;
                }
            }
        } catch (RuntimeException | Error e) {
            closeAfter(e, made);
            throw e;
        }
        entry = next;
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
        closeAll(made);
    }

    /** Closes stages because of a failure, which stays the one that counts. */
    static void closeAfter(Throwable failure, List<? extends FrameStage> stages) {
        try {
            closeAll(stages);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    static void closeAll(List<? extends FrameStage> stages) {
        RuntimeException failure = null;
        for (FrameStage stage : stages) {
            try {
                stage.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
