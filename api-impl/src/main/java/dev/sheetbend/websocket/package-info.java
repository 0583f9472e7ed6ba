/** What applications may use beside the standard API: property names and {@link dev.sheetbend.websocket.SheetbendSession}. */
package dev.sheetbend.websocket;
