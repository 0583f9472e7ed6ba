/**
 * A notice board: visitors pin cards to boards, members take them down. Written as a user of any servlet container would
 * write it, with the Servlet and WebSocket APIs and one library.
 */
package dev.sheetbend.websocket.samples.board;
