package dev.sheetbend.websocket.spi;

/**
 * What the data frames of one connection go through in one direction; control frames never do. The order of the calls
 * is {@code (frame payload+)* close}: the payload of a frame comes in one or more slices, of which exactly the last has
 * {@code endOfFrame}; any slice may be empty. What a stage calls on the next one follows the same grammar, but there
 * may be more frames or fewer, and {@code close} is not passed on. One message's frames come one after another, from
 * the first to the last. The bytes of a text need not end where a character does.
 *
 * <p>A stage may keep back what it has of a message, and go on with a frame that it has begun when it is given the next
 * one; but when it has been given the end of a message, it must have passed on all of it. A stage that makes frames of
 * its own gives the first one of a message the reserved bits that the message came with, since those belong to other
 * extensions.
 *
 * <p>Used by one thread at a time, the two directions of a connection perhaps at the same time. A stage must not block,
 * and must not use the session; what one call has written the next one sees. {@link ExtensionFailure} closes the
 * connection with its code, anything else that is thrown with 1011.
 */
public interface FrameStage extends AutoCloseable {
    /** A frame begins. */
    void frame(DataFrame frame);

    /**
     * A slice of its payload, valid during the call only. Inbound, the stage may change the bytes in place; outbound,
     * they may be the application's, and the stage must leave them alone.
     *
     * @param endOfFrame whether this slice completes the frame
     */
    void payload(byte[] array, int offset, int length, boolean endOfFrame);

    /**
     * The connection has ended, or takes no more data in this direction. Called once, last; the message may lack its
     * end.
     */
    @Override
    default void close() {}
}
