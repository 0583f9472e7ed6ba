/** A chat with rooms: JSON messages through an encoder and a decoder, and a page for the browser. */
package dev.sheetbend.websocket.samples.chat;
