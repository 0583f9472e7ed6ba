package dev.sheetbend.websocket.tck.conformance;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** Adds an endpoint to the running application (specification 6.4) and says what came of it. */
@WebServlet("/deploy")
public final class DeployServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(deploy(request.getParameter("class"), request.getParameter("path")));
    }

    private String deploy(String className, String path) {
        try {
            Class<?> type = Class.forName(className);
            ServerContainer container =
                    (ServerContainer) getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
            if (path == null) {
                container.addEndpoint(type);
            } else {
                container.addEndpoint(
                        ServerEndpointConfig.Builder.create(type, path).build());
            }
            return "deployed";
        } catch (DeploymentException e) {
            return "DeploymentException: " + e.getMessage();
        } catch (ClassNotFoundException e) {
            return "not in the archive: " + className;
        }
    }
}
