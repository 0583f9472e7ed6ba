/**
 * The transport over Tomcat's own connections, for Tomcat 10.1 and 11. Loaded only when a request comes from Tomcat, so
 * nothing outside this package may refer to it by name.
 */
package dev.sheetbend.websocket.servlet.tomcat;
