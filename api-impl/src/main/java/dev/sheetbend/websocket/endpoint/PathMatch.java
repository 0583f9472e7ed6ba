package dev.sheetbend.websocket.endpoint;

import java.util.Map;

/**
 * The endpoint that a request path belongs to.
 *
 * @param value what was registered with the template
 * @param template the template that matched
 * @param parameters the decoded value of each of its variables
 */
public record PathMatch<T>(T value, PathTemplate template, Map<String, String> parameters) {}
