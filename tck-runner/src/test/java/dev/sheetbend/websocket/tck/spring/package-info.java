/** Spring Boot applications with Sheetbend in place of their server's own WebSocket, run as their users run them. */
package dev.sheetbend.websocket.tck.spring;
