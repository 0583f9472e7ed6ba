/**
 * The transport over Jetty's own connections, for Jetty 12.0 and 12.1. Loaded only when a request comes from Jetty; when the
 * server hides its classes, by a class loader of its own, so nothing outside this package may refer to it by name.
 */
package dev.sheetbend.websocket.servlet.jetty;
