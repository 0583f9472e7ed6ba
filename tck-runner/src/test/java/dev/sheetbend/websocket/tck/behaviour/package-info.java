/**
 * How endpoints behave behind every container: the suite that each of them has to pass, over {@code ws} and {@code wss}.
 */
package dev.sheetbend.websocket.tck.behaviour;
