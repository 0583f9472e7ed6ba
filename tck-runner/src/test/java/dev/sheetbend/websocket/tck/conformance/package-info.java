/**
 * The conformance suite: one class for each chapter of the Jakarta WebSocket 2.2 specification and each side, run through
 * Arquillian on every container in turn. A test is called after the assertion that it checks: {@code wsc_2_1_3_1_} for
 * WSC-2.1.3-1. {@code assertions.txt} lists all assertions.
 */
package dev.sheetbend.websocket.tck.conformance;
