package dev.sheetbend.websocket.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

/** Finds the container's own request behind the wrappers of filters. */
final class ContainerRequest {
    private ContainerRequest() {}

    /** The innermost request; the given one when that is not of HTTP. */
    static HttpServletRequest of(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof HttpServletRequest httpRequest ? httpRequest : request;
    }
}
