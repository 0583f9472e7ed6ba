/**
 * What applications may use beside the standard API: property names, {@link dev.sheetbend.websocket.SheetbendSession} and
 * broadcasts.
 */
package dev.sheetbend.websocket;
