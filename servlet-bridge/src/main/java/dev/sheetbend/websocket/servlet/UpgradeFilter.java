package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.container.UpgradeAnswer.Accepted;
import dev.sheetbend.websocket.container.UpgradeAnswer.Refused;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers the opening handshakes of one ServletContext and passes every other request on. Any thread.
 */
public final class UpgradeFilter implements Filter {
    private final Upgrades upgrades;
    private final Switchover switchover;

    /**
     * @param upgrades decides about requests
     * @param services for the transports that the filter makes
     */
    public UpgradeFilter(Upgrades upgrades, TransportServices services) {
        this.upgrades = upgrades;
        this.switchover = new Switchover(services, upgrades::serverStops);
    }

    /** Filters come after the application's listeners (Servlet specification, 6.2.1): they have added their endpoints. */
    @Override
    public void init(FilterConfig config) {
        upgrades.applicationStarted();
        StartReport.of(config.getServletContext()).serves(upgrades.endpointCount());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse
                && answered(httpRequest, httpResponse)) {
            return;
        }
        chain.doFilter(request, response);
    }

    /**
     * Filters are destroyed before any ServletContextListener is told (API, {@code contextDestroyed}): what a listener of
     * the application ends, such as CDI, is still there for the endpoints' last calls.
     */
    @Override
    public void destroy() {
        upgrades.serverStops();
        switchover.release();
    }

    private boolean answered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = RequestPaths.withinContext(request.getRequestURI(), request.getContextPath());
        if (!upgrades.hasEndpoint(path)) {
            return false;
        }
        return carryOut(answer(path, request), request, response);
    }

    private UpgradeAnswer answer(String path, HttpServletRequest request) {
        Login login = upgrades.loginOf(request);
        try {
            return upgrades.answer(path, OpeningRequests.copyOf(request, login));
        } finally {
            login.decided();
        }
    }

    /**
     * Does what was decided.
     *
     * @return false when the request is for somebody else
     */
    boolean carryOut(UpgradeAnswer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (answer instanceof Accepted accepted) {
            switchover.to(accepted, request, response);
            return true;
        }
        if (answer instanceof Refused refused) {
            refuse(refused, response);
            return true;
        }
        return false;
    }

    private static void refuse(Refused refused, HttpServletResponse response) throws IOException {
        response.setStatus(refused.status());
        refused.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().println(refused.message());
    }
}
