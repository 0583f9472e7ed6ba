package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.HandlerPool;
import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.ScannedEndpoints;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.container.VirtualThreads;
import dev.sheetbend.websocket.loop.ReadLoops;
import dev.sheetbend.websocket.session.HeldSends;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The endpoints of one ServletContext, with what their transports share. Thread safe. */
final class ServletServerContainer extends ServerEndpointContainer implements Upgrades {
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;
    private static final long HANDLER_KEEP_ALIVE_SECONDS = 30;
    private static final long HANDLER_END_SECONDS = 1;

    private final HandlerPool workers;
    private final HandlerPool readers;
    private final ReadLoops loops;
    private final VirtualThreads virtualThreads = new VirtualThreads();
    private final UpgradeFilter filter;
    private final LoginWatch logins;

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    ServletServerContainer(Settings settings) {
        super(settings);
        workers = new HandlerPool(settings.handlerThreads(), "sheetbend-handler", HANDLER_KEEP_ALIVE_SECONDS);
        // Of their own: a loop must not stand in line behind what was handed over, because its handlers block.
        int reading = ReadLoops.mostThreads(Runtime.getRuntime().availableProcessors());
        readers = new HandlerPool(settings.handlerThreads() + reading, "sheetbend-reader", HANDLER_KEEP_ALIVE_SECONDS);
        loops = new ReadLoops(readers, timer(), HeldSends::open);
        logins = new LoginWatch(workers);
        filter = new UpgradeFilter(
                this,
                new TransportServices(
                        bufferPool(),
                        workers,
                        virtualThreads,
                        timer(),
                        settings.nativeTransport(),
                        Optional.of(loops)));
    }

    /**
     * @param classes what the container's scan has found
     * @throws ServletException when an endpoint breaks a rule; the text names it
     */
    void deployScanned(Set<Class<?>> classes) throws ServletException {
        try {
            var endpoints = ScannedEndpoints.of(classes);
            deployAll(endpoints.annotated(), endpoints.configs());
        } catch (DeploymentException e) {
            throw new ServletException("The WebSocket endpoints cannot be deployed: " + e.getMessage(), e);
        }
    }

    /** Answers the opening handshakes of this container's endpoints. */
    UpgradeFilter filter() {
        return filter;
    }

    /** Belongs ahead of the application's filters. */
    LogoutFilter logoutFilter() {
        return new LogoutFilter(logins);
    }

    /** To be told of the HTTP sessions of the application. */
    LoginWatch logins() {
        return logins;
    }

    @Override
    public Login loginOf(HttpServletRequest handshake) {
        return logins.of(handshake);
    }

    /**
     * The endpoint need not be deployed. A request that is refused for another reason than its form, such as its origin, has
     * been answered when this returns; so has one that the application's own code has failed on, which is logged.
     *
     * @throws IllegalArgumentException for objects that are not of the Servlet API, and for path parameters that are null
     */
    @Override
    public void upgradeHttpToWebSocket(
            Object httpServletRequest,
            Object httpServletResponse,
            ServerEndpointConfig sec,
            Map<String, String> pathParameters)
            throws IOException, DeploymentException {
        if (!(httpServletRequest instanceof HttpServletRequest request)
                || !(httpServletResponse instanceof HttpServletResponse response)) {
            throw new IllegalArgumentException(
                    "The request and the response must be an HttpServletRequest and an HttpServletResponse.");
        }
        requireComplete(pathParameters);
        UpgradeAnswer answer = answer(sec, pathParameters, request);
        if (answer instanceof UpgradeAnswer.PassOn) {
            throw new IllegalStateException("The request is not an opening handshake of WebSocket.");
        }
        if (answer instanceof UpgradeAnswer.Refused refused
                && (refused.status() == BAD_REQUEST || refused.status() == UPGRADE_REQUIRED)) {
            throw new IllegalStateException("The request is not a correct opening handshake: " + refused.message());
        }
        filter.carryOut(answer, request, response);
    }

    private UpgradeAnswer answer(
            ServerEndpointConfig config, Map<String, String> pathParameters, HttpServletRequest request)
            throws DeploymentException {
        Login login = loginOf(request);
        try {
            return answer(config, pathParameters, OpeningRequests.copyOf(request, login));
        } finally {
            login.decided();
        }
    }

    private static void requireComplete(Map<String, String> pathParameters) {
        if (pathParameters == null) {
            throw new IllegalArgumentException("The path parameters must not be null; without any, they are empty.");
        }
        pathParameters.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalArgumentException(
                        "A path parameter must have a name and a value; it was " + name + " = " + value + ".");
            }
        });
    }

    @Override
    public void serverStops() {
        stop();
    }

    @Override
    public void stop() {
        super.stop();
        loops.stop();
        virtualThreads.shutdown();
        readers.shutdown();
        workers.shutdown();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANDLER_END_SECONDS);
            readers.awaitEnd(deadline);
            workers.awaitEnd(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
