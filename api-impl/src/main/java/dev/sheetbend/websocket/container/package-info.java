/** Containers: endpoint registry, path matching, configuration and limits. */
package dev.sheetbend.websocket.container;
