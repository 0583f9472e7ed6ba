package dev.sheetbend.websocket.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;

/**
 * Sees logouts that leave the HTTP session valid, of which containers tell nobody: the request had a user before the
 * application handled it, and has none, or another one, afterwards. Stands ahead of the application's filters, so that
 * the user is the container's. It looks only at requests of HTTP sessions that watched connections were opened with.
 * Any thread.
 */
final class LogoutFilter implements Filter {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** The request attribute with what listens to an asynchronous request. */
    private static final String LISTENER = "dev.sheetbend.websocket.logout.listener";

    private final LoginWatch logins;

    LogoutFilter(LoginWatch logins) {
        this.logins = logins;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<LoggedIn> before = logins.isWatching() ? loggedIn(request) : Optional.empty();
        try {
            chain.doFilter(request, response);
        } finally {
            before.ifPresent(LoggedIn::handled);
        }
    }

    private Optional<LoggedIn> loggedIn(ServletRequest request) {
        if (!(request instanceof HttpServletRequest httpRequest)) {
            return Optional.empty();
        }
        try {
            HttpSession httpSession = httpRequest.getSession(false);
            if (httpSession == null || !logins.isWatching(httpSession)) {
                return Optional.empty();
            }
            return Optional.ofNullable(httpRequest.getUserPrincipal())
                    .map(user -> new LoggedIn(logins, httpRequest, httpSession, user));
        } catch (IllegalStateException e) {
            // The HTTP session ends at this moment, which is reported.
            return Optional.empty();
        }
    }

    /**
     * A request of a user.
     *
     * @param user before the application has handled it
     */
    private record LoggedIn(LoginWatch logins, HttpServletRequest request, HttpSession httpSession, Principal user)
            implements AsyncListener {
        /** The application has returned the request; if it is asynchronous, a thread may still log out. */
        void handled() {
            compare();
            try {
                if (request.isAsyncStarted() && !isListenedTo()) {
                    request.getAsyncContext().addListener(this);
                    request.setAttribute(LISTENER, this);
                }
            } catch (RuntimeException e) {
                // Another thread has completed it meanwhile.
                compare();
            }
        }

        /** Whether the listener of an earlier dispatch is still there, for the same user. */
        private boolean isListenedTo() {
            return request.getAttribute(LISTENER) instanceof LoggedIn earlier
                    && earlier.logins == logins
                    && LoginWatch.isSame(earlier.user, user);
        }

        private void compare() {
            try {
                Principal now = request.getUserPrincipal();
                if (!LoginWatch.isSame(user, now)) {
                    logins.loggedOut(httpSession, user);
                }
            } catch (RuntimeException e) {
                // Not the business of the request, which may have failed in its own way.
                LOG.log(Level.DEBUG, "The user of a request could not be told behind the application", e);
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            compare();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It is completed afterwards.
        }

        @Override
        public void onError(AsyncEvent event) {
            // It is completed afterwards.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // A thread may have logged out before it dispatched: the filter saw no user then.
            compare();
            // The container has forgotten the listeners of the cycle before.
            event.getAsyncContext().addListener(this);
        }
    }
}
