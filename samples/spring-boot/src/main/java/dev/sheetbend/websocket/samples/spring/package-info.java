/**
 * A Spring Boot application whose WebSocket is Sheetbend: annotated endpoints, Spring's own handlers, STOMP, a login, and
 * Spring's client.
 */
package dev.sheetbend.websocket.samples.spring;
