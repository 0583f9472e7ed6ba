package dev.sheetbend.websocket.tck.endpoint;

import dev.sheetbend.websocket.container.ServerEndpointContainer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;

/**
 * What tests ask and order beside WebSocket: {@code /control/journal?key=}, {@code /control/state},
 * {@code /control/login?name=} and {@code /control/deploy?path=}. At {@code /shared}, where there is an endpoint as well, it
 * answers who it is; below {@code /upgrade} it turns requests into WebSocket connections itself.
 */
final class ControlServlet extends HttpServlet {
    /** Of the HTTP session that a login makes. */
    static final String ATTRIBUTE = "name";

    private static final long serialVersionUID = 1;

    static ServerContainer container(ServletContext context) {
        return (ServerContainer) context.getAttribute(ServerContainer.class.getName());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.setContentType("text/plain;charset=UTF-8");
        switch (request.getServletPath()) {
            case "/upgrade" -> upgrade(request, response);
            case "/shared" -> response.getWriter().print("the servlet at a shared path");
            default -> response.getWriter().print(control(request));
        }
    }

    private static String control(HttpServletRequest request) {
        return switch (request.getPathInfo()) {
            case "/journal" -> String.join("\n", Journal.lines(request.getParameter("key")));
            case "/state" -> state(request.getServletContext());
            case "/login" -> {
                request.getSession().setAttribute(ATTRIBUTE, request.getParameter("name"));
                yield "logged in";
            }
            case "/deploy" -> deploy(request);
            default -> throw new IllegalArgumentException(request.getPathInfo());
        };
    }

    private static String state(ServletContext context) {
        ServerEndpointContainer container = (ServerEndpointContainer) container(context);
        return "sessions=" + container.sessionCount() + " buffers="
                + container.bufferPool().outstanding();
    }

    private static String deploy(HttpServletRequest request) {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(
                        ProgrammaticEndpoint.class, request.getParameter("path"))
                .build();
        try {
            container(request.getServletContext()).addEndpoint(config);
            return "deployed";
        } catch (DeploymentException e) {
            return "refused";
        }
    }

    private static void upgrade(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(ProgrammaticEndpoint.class, "/not-deployed")
                .build();
        try {
            container(request.getServletContext())
                    .upgradeHttpToWebSocket(request, response, config, Map.of("from", request.getPathInfo()));
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }
}
