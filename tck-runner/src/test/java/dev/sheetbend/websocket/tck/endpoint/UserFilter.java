package dev.sheetbend.websocket.tck.endpoint;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;

/** Logs in whom the header {@code X-User} names, by a wrapper round the request, as security libraries do. */
final class UserFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest plain = (HttpServletRequest) request;
        String name = plain.getHeader("X-User");
        chain.doFilter(name == null ? plain : new LoggedIn(plain, new User(name)), response);
    }

    private record User(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String toString() {
            return "user " + name;
        }
    }

    private static final class LoggedIn extends HttpServletRequestWrapper {
        private final Principal user;

        LoggedIn(HttpServletRequest request, Principal user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return user;
        }
    }
}
