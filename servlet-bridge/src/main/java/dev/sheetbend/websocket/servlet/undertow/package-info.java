/**
 * Sheetbend in an Undertow that is embedded in an application. Nothing else refers to this package, so none of it is loaded
 * where Undertow is not there.
 */
package dev.sheetbend.websocket.servlet.undertow;
