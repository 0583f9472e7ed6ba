package dev.sheetbend.websocket.endpoint;

/**
 * One interface that a coder class implements.
 *
 * @param index the class's place in its list
 * @param type what it encodes or decodes, erased
 */
record CoderForm(int index, CoderKind kind, Class<?> type) {}
