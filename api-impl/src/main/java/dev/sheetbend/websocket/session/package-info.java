/** Sessions: remotes, send queue, dispatch to handlers, timeouts, and what they need of a transport. */
package dev.sheetbend.websocket.session;
