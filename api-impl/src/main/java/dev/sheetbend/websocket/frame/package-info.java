/** RFC 6455, section 5 and 7.4: frames as bytes, without a connection around them. */
package dev.sheetbend.websocket.frame;
