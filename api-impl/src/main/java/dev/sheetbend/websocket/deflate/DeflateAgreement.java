package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.deflate.DeflaterPool.Lease;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.Optional;

/**
 * What both ends have agreed to. Immutable; holds nothing that has to be released.
 *
 * @param answer the server's, which stands in the header
 * @param own what this end keeps to when it sends
 * @param peer what this end may rely on when it receives
 * @param level 1 to 9, for what this end sends
 * @param minSize the smallest payload that this end compresses unless the application says so, in bytes
 * @param pools where both directions borrow from
 */
record DeflateAgreement(ExtensionOffer answer, Context own, Context peer, int level, int minSize, Pools pools)
        implements ExtensionAgreement {
    /**
     * How far what one end sends may refer back.
     *
     * @param takeover whether to messages before the current one
     * @param windowBits within 2 to the power of this many bytes, 8 to 15
     */
    record Context(boolean takeover, int windowBits) {}

    /** The native memory of one container. */
    record Pools(DeflaterPool deflaters, InflaterPool inflaters) {
        /**
         * @param most how many of each are kept at most, 1 or more
         */
        Pools(int most) {
            this(new DeflaterPool(most), new InflaterPool(most));
        }

        void close() {
            deflaters.close();
            inflaters.close();
        }
    }

    /**
     * What a stage without context takeover makes of a message.
     *
     * @param windowBits 8 to 15
     * @param level 1 to 9
     * @param minSize in bytes
     */
    private record Alone(int windowBits, int level, int minSize) {}

    @Override
    public int firstFrameBits() {
        return DataFrame.RSV1;
    }

    @Override
    public FrameStage inbound(FrameStage next, BufferSource buffers) {
        return new InflateStage(next, buffers, pools.inflaters(), peer.takeover(), peer.windowBits());
    }

    @Override
    public FrameStage outbound(FrameStage next, BufferSource buffers) {
        Lease lease = own.takeover() ? Lease.withHistory(level, own.windowBits()) : new Lease(level, own.windowBits());
        return new DeflateStage(next, buffers, pools.deflaters(), lease, own.takeover(), minSize);
    }

    @Override
    public Optional<Object> sharingKey() {
        return own.takeover() ? Optional.empty() : Optional.of(new Alone(own.windowBits(), level, minSize));
    }
}
