package dev.sheetbend.websocket.spi;

import java.util.Optional;

/**
 * An extension as it was negotiated for one connection. Handshakes may still fail after it was made, so it should hold
 * nothing that has to be released; stages may, and are closed.
 */
public interface ExtensionAgreement {
    /** What stands in the server's answer, name and parameters. */
    ExtensionOffer answer();

    /**
     * The reserved bits that this extension gives a meaning to on the first frame of a message: a combination of the
     * {@code RSV} constants of {@link DataFrame}. Two extensions that claim one bit, on whichever frames, are not used
     * together: of two, a server accepts the one that comes first, and a client fails a connection that has both.
     */
    default int firstFrameBits() {
        return 0;
    }

    /** The reserved bits that this extension gives a meaning to on the other frames of a message. */
    default int continuationBits() {
        return 0;
    }

    /**
     * Makes the stage that frames of the peer go through. Called at most once, when the first one comes.
     *
     * @param next takes what comes out
     * @return {@code next} if there is nothing to do
     */
    default FrameStage inbound(FrameStage next, BufferSource buffers) {
        return next;
    }

    /**
     * Makes the stage that frames for the peer go through. Called at most once, when the first one is sent; but with a
     * {@link #sharingKey} also for each message that is sent to many connections, on any thread.
     *
     * @param next takes what comes out
     * @return {@code next} if there is nothing to do
     */
    default FrameStage outbound(FrameStage next, BufferSource buffers) {
        return next;
    }

    /**
     * Promises that the outbound stages of all agreements with equal keys do the same: they take the same whole messages
     * and make the same frames of them, whatever else a connection has sent or sends next. So a message for many
     * connections goes through one stage that is made for it, and what comes out is sent on all of them.
     *
     * @return what tells such agreements from others, with {@code equals} and {@code hashCode}; empty if each connection
     *     needs its own stage for every message
     */
    default Optional<Object> sharingKey() {
        return Optional.empty();
    }
}
