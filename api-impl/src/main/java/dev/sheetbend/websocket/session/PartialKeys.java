package dev.sheetbend.websocket.session;

/** What ties the parts together that are sent by the methods with an {@code isLast} parameter. */
enum PartialKeys {
    TEXT,
    BINARY
}
