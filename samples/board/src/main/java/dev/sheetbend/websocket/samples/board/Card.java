package dev.sheetbend.websocket.samples.board;

/**
 * What hangs on a board.
 *
 * @param number different from that of every other card
 * @param member whether the author had logged in as a member
 * @param at milliseconds since 1970
 */
record Card(long number, String author, boolean member, String text, long at) {}
