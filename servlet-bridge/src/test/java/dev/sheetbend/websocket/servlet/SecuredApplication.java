package dev.sheetbend.websocket.servlet;

import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An application with endpoints, a page that begins and ends logins, and a filter that knows users of its own. What is
 * below {@code /members/} is for users with the role {@code member}; the container says so by its own means, and there is
 * no deployment descriptor.
 */
final class SecuredApplication implements ServletContainerInitializer {
    /** The header that the filter takes a user from. */
    static final String FILTER_USER = "X-User";

    /** The codes of {@code onClose}, by the name in the query of the connection. */
    final Map<String, List<Integer>> closes = new ConcurrentHashMap<>();

    private ServletServerContainer container;

    /** Once it has started. */
    ServletServerContainer container() {
        return container;
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        new SheetbendInitializer().onStartup(null, context);
        FilterRegistration.Dynamic filter = context.addFilter("users", new UserFilter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        ServletRegistration.Dynamic page = context.addServlet("login", new LoginPage());
        page.setAsyncSupported(true);
        page.addMapping("/login", "/members/page");
        container = (ServletServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            for (String path : List.of("/open", "/members/club")) {
                container.addEndpoint(endpoint(path).build());
            }
            container.addEndpoint(closing("/always", "always"));
            container.addEndpoint(closing("/members/never", "never"));
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }

    private ServerEndpointConfig closing(String path, String which) {
        ServerEndpointConfig config = endpoint(path).build();
        config.getUserProperties().put(SheetbendProperties.CLOSE_ON_LOGOUT, which);
        return config;
    }

    private ServerEndpointConfig.Builder endpoint(String path) {
        return ServerEndpointConfig.Builder.create(Who.class, path)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new Who(closes));
                    }

                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                        sec.getUserProperties().put("member", request.isUserInRole("member"));
                    }
                });
    }

    /** Says who is there, and with which role. */
    static final class Who extends Endpoint {
        private final Map<String, List<Integer>> closes;

        Who(Map<String, List<Integer>> closes) {
            this.closes = closes;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    String.class, question -> session.getAsyncRemote().sendText(answer(session)));
        }

        private static String answer(Session session) {
            Principal user = session.getUserPrincipal();
            boolean member = (Boolean) session.getUserProperties().get("member");
            return (user == null ? "nobody" : user.getName()) + (member ? ", a member" : "");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closes.computeIfAbsent(session.getQueryString(), key -> new CopyOnWriteArrayList<>())
                    .add(reason.getCloseCode().getCode());
        }
    }

    /** Does what the query says. */
    static final class LoginPage extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String[] words = request.getQueryString().split("=", 2);
            switch (words[0]) {
                case "login" -> {
                    request.getSession(true);
                    request.login(words[1], "secret");
                }
                case "other" -> {
                    request.logout();
                    request.login(words[1], "secret");
                }
                case "logout" -> request.logout();
                case "end" -> request.getSession().invalidate();
                case "rename" -> request.changeSessionId();
                case "short" -> request.getSession().setMaxInactiveInterval(1);
                case "later" -> logoutLater(request);
                case "dispatch" -> dispatch(request);
                case "twice" -> twice(request, words[1].equals("before"));
                case "fail" -> {
                    request.logout();
                    throw new ServletException("wanted by the test");
                }
                default -> {}
            }
            if (!request.isAsyncStarted()) {
                Principal user = request.getUserPrincipal();
                response.getWriter().print(user == null ? "nobody" : user.getName());
            }
        }

        private static void logoutLater(HttpServletRequest request) {
            logoutLater(request, AsyncContext::complete);
        }

        private static void logoutLater(HttpServletRequest request, Consumer<AsyncContext> end) {
            AsyncContext async = request.startAsync();
            Thread thread = Thread.currentThread();
            async.start(() -> {
                try {
                    awaitReturn(thread);
                    request.logout();
                } catch (ServletException e) {
                    throw new IllegalStateException(e);
                } finally {
                    end.accept(async);
                }
            });
        }

        /** Waits until the thread of a request is through with the filter that compares the users. */
        private static void awaitReturn(Thread thread) {
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> Arrays.stream(thread.getStackTrace())
                            .noneMatch(frame -> frame.getClassName().equals(LogoutFilter.class.getName())));
        }

        /** Is asynchronous, is dispatched, and is asynchronous again; logs out before the dispatch or after it. */
        private static void twice(HttpServletRequest request, boolean before) {
            boolean first = request.getDispatcherType() != DispatcherType.ASYNC;
            if (first == before) {
                logoutLater(request, first ? AsyncContext::dispatch : AsyncContext::complete);
            } else if (first) {
                request.startAsync().dispatch();
            } else {
                AsyncContext async = request.startAsync();
                async.start(async::complete);
            }
        }

        private static void dispatch(HttpServletRequest request) throws ServletException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                request.logout();
            } else {
                request.startAsync().dispatch();
            }
        }
    }

    /** Logs in whom a header names, by a wrapper round the request, as security libraries do. */
    static final class UserFilter extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String name = request.getHeader(FILTER_USER);
            chain.doFilter(name == null ? request : new LoggedIn(request, () -> name), response);
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
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
