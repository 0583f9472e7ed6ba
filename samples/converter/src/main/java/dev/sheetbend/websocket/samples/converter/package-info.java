/** A converter of units, whose endpoints are chosen by a {@code ServerApplicationConfig}. */
package dev.sheetbend.websocket.samples.converter;
