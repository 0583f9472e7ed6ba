package dev.sheetbend.websocket.tck.conformance;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tests of chapter 6 talk to, to be put into archives one by one. */
public final class DeploymentEndpoints {
    private DeploymentEndpoints() {}

    /** Chooses the first annotated endpoint. */
    public static final class FirstApplication implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            ScanNotes.note("first programmatic", endpoints);
            return Set.of();
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            ScanNotes.note("first annotated", scanned);
            return Set.of(First.class);
        }
    }

    /** Chooses the second annotated endpoint, and the programmatic one. */
    public static final class SecondApplication implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            ScanNotes.note("second programmatic", endpoints);
            return endpoints.stream()
                    .map(type -> ServerEndpointConfig.Builder.create(type, "/programmatic")
                            .build())
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            ScanNotes.note("second annotated", scanned);
            return Set.of(Second.class);
        }
    }

    /** In a jar of the archive; chooses all. */
    public static final class JarApplication implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            ScanNotes.note("jar programmatic", endpoints);
            return Set.of();
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            ScanNotes.note("jar annotated", scanned);
            return scanned;
        }
    }

    /** Adds an endpoint while the application starts (specification 6.4). */
    @WebListener
    public static final class Adding implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServerContainer container = (ServerContainer)
                    event.getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
            try {
                container.addEndpoint(ServerEndpointConfig.Builder.create(Programmatic.class, "/added")
                        .build());
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Annotated. */
    @ServerEndpoint("/first")
    public static final class First {
        /** Answers with its name. */
        @OnMessage
        public String message(String message) {
            return "first";
        }
    }

    /** Annotated. */
    @ServerEndpoint("/second")
    public static final class Second {
        /** Answers with its name. */
        @OnMessage
        public String message(String message) {
            return "second";
        }
    }

    /** Annotated, and chosen by nobody. */
    @ServerEndpoint("/third")
    public static final class Third {}

    /** Annotated, and in a jar of the archive. */
    @ServerEndpoint("/jar")
    public static final class InJar {
        /** Answers with its name. */
        @OnMessage
        public String message(String message) {
            return "jar";
        }
    }

    /** Programmatic. */
    public static final class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    String.class, text -> session.getAsyncRemote().sendText("programmatic"));
        }
    }

    /** Says which version of the Servlet API the container has. */
    @WebServlet("/servlet-version")
    public static final class VersionServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ServletContext context = getServletContext();
            response.getWriter().print(context.getMajorVersion() + "." + context.getMinorVersion());
        }
    }
}
