package dev.sheetbend.websocket.benchmarks.server.raw;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** The echo of bytes behind Tomcat's own kind of upgrade, which costs less than the Servlet API's streams. */
public final class RawTomcat extends RawUpgrade {
    @Override
    void upgrade(HttpServletRequest request) throws IOException, ServletException {
        request.upgrade(TomcatEcho.class);
    }
}
