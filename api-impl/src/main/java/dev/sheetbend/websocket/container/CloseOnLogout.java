package dev.sheetbend.websocket.container;

/** Which connections end, with 1008, when the login that they were opened with does (specification, 7.2). */
public enum CloseOnLogout {
    /** Those whose path only a login leads to. */
    PROTECTED,

    /** All that were opened with a login. */
    ALWAYS,

    /** None. */
    NEVER
}
