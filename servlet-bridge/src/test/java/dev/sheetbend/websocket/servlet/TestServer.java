package dev.sheetbend.websocket.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet container on a free port of the loopback address, with one filter in context {@code /app}. */
interface TestServer {
    int start(Filter filter) throws Exception;

    void stop() throws Exception;

    /** What a request gets that the filter passes on. */
    final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        /** For the container. */
        public Plain() {}

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().print("plain");
        }
    }
}
