package dev.sheetbend.websocket.tck.conformance;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.security.Principal;
import java.util.Objects;

/** What the tests of chapter 7 talk to. */
public final class HttpSessionEndpoints {
    private HttpSessionEndpoints() {}

    /** Starts an HTTP session, and says its id. */
    @WebServlet("/session")
    public static final class SessionServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getSession().getId());
        }
    }

    /** Logs in whom the header {@code X-Login} names. */
    @WebFilter("/*")
    public static final class LoginFilter implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest plain = (HttpServletRequest) request;
            String name = plain.getHeader("X-Login");
            Principal user = () -> name;
            HttpServletRequest known = new HttpServletRequestWrapper(plain) {
                @Override
                public Principal getUserPrincipal() {
                    return user;
                }
            };
            chain.doFilter(name == null ? plain : known, response);
        }
    }

    /** Keeps what the handshake knows. */
    public static final class Remembering extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            HttpSession session = (HttpSession) request.getHttpSession();
            config.getUserProperties().put("session", session == null ? "none" : session.getId());
            config.getUserProperties().put("user", name(request.getUserPrincipal()));
            config.getUserProperties().put("principal", Objects.requireNonNullElse(request.getUserPrincipal(), "none"));
        }
    }

    /** Says what it knows of the handshake. */
    @ServerEndpoint(value = "/remember", configurator = Remembering.class)
    public static final class Remember {
        /** The answer is "none" for what there is not. */
        @OnMessage
        public String message(String question, Session session) {
            Principal user = session.getUserPrincipal();
            return switch (question) {
                case "user now" -> name(user);
                case "same user" ->
                    String.valueOf(user == session.getUserProperties().get("principal"));
                default -> (String) session.getUserProperties().get(question);
            };
        }
    }

    private static String name(Principal principal) {
        return principal == null ? "none" : principal.getName();
    }
}
