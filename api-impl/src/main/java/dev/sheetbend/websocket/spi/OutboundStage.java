package dev.sheetbend.websocket.spi;

/** An outbound stage that lets messages pass by it. A message that no stage takes is sent without a copy. */
public interface OutboundStage extends FrameStage {
    /** What the application wants for a message. */
    enum Treatment {
        /** Nothing in particular: the configuration decides. */
        DEFAULT,
        /** To be compressed, however small it is. */
        COMPRESS,
        /** Not to be compressed: because it is already, or because its length must tell nothing about its content. */
        PLAIN
    }

    /**
     * Whether a message is to go through this stage, asked before its first frame: all of its frames do, or none.
     *
     * @param text whether it is text, else binary
     * @param whole whether it has one frame
     * @param length of the payload of its first frame in bytes, as the application sends it
     */
    boolean takes(boolean text, boolean whole, int length, Treatment treatment);
}
