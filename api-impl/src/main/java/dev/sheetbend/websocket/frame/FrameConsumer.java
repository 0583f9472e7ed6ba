package dev.sheetbend.websocket.frame;

/**
 * What a {@link FrameParser} calls, on the thread that feeds it. The order of the calls is
 * {@code (frameHeader framePayload+)*}: the payload of a frame arrives in one or more slices, of which exactly the last
 * has {@code endOfFrame}; an empty payload is one empty slice.
 *
 * <p>Any method may throw {@link WebSocketFailure}; the parser then passes it on and takes no more bytes.
 */
public interface FrameConsumer {
    /**
     * A whole, legal header. The object is reused for the next frame.
     */
    void frameHeader(FrameHeader header);

    /**
     * A slice of the payload, already unmasked, valid during the call only.
     *
     * @param endOfFrame whether this slice completes the frame
     */
    void framePayload(byte[] array, int offset, int length, boolean endOfFrame);
}
