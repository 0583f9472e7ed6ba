/**
 * Serves WebSocket endpoints in a servlet container: the initializer that finds them, the filter that answers opening
 * handshakes, and the transport over what every Servlet 6 container offers after an upgrade.
 */
package dev.sheetbend.websocket.servlet;
