/**
 * Input that breaks the rules, and input that keeps them in an unusual way: the corpus, a client that can send
 * anything, and the test that runs every entry against a server.
 */
package dev.sheetbend.websocket.tck.malformed;
