package dev.sheetbend.websocket.benchmarks.server.raw;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Answers every request with the opening handshake and has the container hand over the connection. Any thread. */
public abstract class RawUpgrade implements ServletContainerInitializer, Filter {
    private static final String NAME = "raw";

    @Override
    public final void onStartup(Set<Class<?>> endpoints, ServletContext context) {
        context.addFilter(NAME, this).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    @Override
    public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest opening = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        answer.setHeader("Upgrade", "websocket");
        answer.setHeader("Connection", "Upgrade");
        answer.setHeader("Sec-WebSocket-Accept", AcceptKey.answer(opening.getHeader("Sec-WebSocket-Key")));
        upgrade(opening);
    }

    /** Has the connection handed over when the answer has been sent. */
    abstract void upgrade(HttpServletRequest request) throws IOException, ServletException;
}
