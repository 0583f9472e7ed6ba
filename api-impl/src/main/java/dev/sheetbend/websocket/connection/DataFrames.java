package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.Optional;

/**
 * Takes the data frames of the peer through the extensions to the assembler. The extensions' stages are made when the
 * first frame comes, so that a connection without traffic costs nothing. Not thread safe; belongs to the read side.
 */
final class DataFrames {
    private final ExtensionStack extensions;
    private final BufferPool pool;
    private final MessageAssembler assembler;
    private final DataFrame frame = new DataFrame();

    /** Where frames go. The assembler itself where there are no extensions. */
    private Optional<FrameStage> entry = Optional.empty();

    private boolean text;
    private boolean closed;

    DataFrames(ExtensionStack extensions, BufferPool pool, MessageAssembler assembler) {
        this.extensions = extensions;
        this.pool = pool;
        this.assembler = assembler;
        if (extensions.isEmpty()) {
            entry = Optional.of(assembler);
        }
    }

    void begin(FrameHeader header) {
        if (entry.isEmpty()) {
            entry = Optional.of(extensions.inbound(assembler, new PooledBuffers(pool)));
        }
        boolean first = header.opcode() != Opcode.CONTINUATION;
        if (first) {
            text = header.opcode() == Opcode.TEXT;
        }
        entry.get().frame(frame.set(text, first, header.fin(), header.rsv(), header.payloadLength()));
    }

    /**
     * @param ascii whether every byte is known to be below 0x80 as it comes from the peer
     */
    void payload(byte[] array, int offset, int length, boolean endOfFrame, boolean ascii) {
        FrameStage stage = entry.orElseThrow();
        if (stage == assembler) {
            assembler.payload(array, offset, length, endOfFrame, ascii);
        } else {
            stage.payload(array, offset, length, endOfFrame);
        }
    }

    /** Ends the stages, if there are any. Any number of times; what a stage throws comes out, all being closed. */
    void close() {
        if (!closed) {
            closed = true;
            entry.filter(stage -> stage != assembler).ifPresent(FrameStage::close);
        }
    }
}
