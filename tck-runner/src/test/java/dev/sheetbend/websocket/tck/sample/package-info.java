/** The sample wars, used from outside as their visitors do, on any server. */
package dev.sheetbend.websocket.tck.sample;
