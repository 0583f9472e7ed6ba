/** An application that needs CDI. */
package dev.sheetbend.websocket.tck.cdi;
