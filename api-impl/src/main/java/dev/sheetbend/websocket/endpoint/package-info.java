/** Endpoint classes as an immutable model, and the rules of specification chapter 4. */
package dev.sheetbend.websocket.endpoint;
