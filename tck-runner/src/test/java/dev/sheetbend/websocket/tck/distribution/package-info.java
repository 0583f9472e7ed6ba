/**
 * Servers as their makers publish them: unpacked, given our jar by the README's lines, and started as an administrator
 * does.
 */
package dev.sheetbend.websocket.tck.distribution;
