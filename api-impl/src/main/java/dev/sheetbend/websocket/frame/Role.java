package dev.sheetbend.websocket.frame;

/** Which end of the connection this is; it decides who masks (RFC 6455, 5.1), unless something else was negotiated. */
public enum Role {
    /** Receives masked frames only and sends unmasked ones. */
    SERVER,
    /** Receives unmasked frames only and sends masked ones. */
    CLIENT
}
