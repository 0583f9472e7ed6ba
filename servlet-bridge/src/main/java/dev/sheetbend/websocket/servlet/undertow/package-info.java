/**
 * Sheetbend in an Undertow: the extension for one that is embedded in an application, and the transport over Undertow's own
 * connections. The transport is loaded only when a request comes from Undertow, where the server hides its classes by a
 * class loader of its own; so nothing outside this package may refer to it by name.
 */
package dev.sheetbend.websocket.servlet.undertow;
