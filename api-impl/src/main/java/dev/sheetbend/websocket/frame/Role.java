package dev.sheetbend.websocket.frame;

/** Which end of the connection this is; it decides who masks (RFC 6455, 5.1). */
public enum Role {
    /** Receives masked frames only and sends unmasked ones. */
    SERVER,
    /** Receives unmasked frames only and sends masked ones. */
    CLIENT;

    /** Whether the frames that this end sends are masked. */
    public boolean masksOutput() {
        return this == CLIENT;
    }

    /** Whether the frames that this end receives must be masked. */
    public boolean expectsMaskedInput() {
        return this == SERVER;
    }
}
