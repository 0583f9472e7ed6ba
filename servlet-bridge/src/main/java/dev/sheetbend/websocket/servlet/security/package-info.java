/**
 * Which requests only a login leads to, as the servlet container sees it. Knows the Servlet API and nothing of WebSocket.
 */
package dev.sheetbend.websocket.servlet.security;
