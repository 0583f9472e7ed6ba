package dev.sheetbend.websocket.samples.crc32c;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.FrameStage;

/**
 * What both sides of one connection have agreed to. Immutable: the handshake may still fail, so whatever has a state
 * begins with the stages.
 *
 * @param minSize messages whose first frame has fewer bytes go without a checksum; 0 or more
 */
record Crc32cAgreement(int minSize) implements ExtensionAgreement {
    @Override
    public ExtensionOffer answer() {
        return minSize == 0
                ? ExtensionOffer.of(Crc32cProvider.NAME)
                : ExtensionOffer.of(
                        Crc32cProvider.NAME, Parameter.of(Crc32cProvider.MIN_SIZE, String.valueOf(minSize)));
    }

    /** Without this claim a frame with RSV3 would fail the connection. */
    @Override
    public int firstFrameBits() {
        return DataFrame.RSV3;
    }

    @Override
    public FrameStage inbound(FrameStage next, BufferSource buffers) {
        return new Crc32cInbound(next);
    }

    @Override
    public FrameStage outbound(FrameStage next, BufferSource buffers) {
        return new Crc32cOutbound(next, minSize);
    }
}
