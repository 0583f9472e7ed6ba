/** An application with Sheetbend and Weld in its {@code WEB-INF/lib}. */
package dev.sheetbend.websocket.tck.cdi;
