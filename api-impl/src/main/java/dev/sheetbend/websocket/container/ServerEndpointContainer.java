package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.endpoint.PathMatcher;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.session.EndpointSessions;
import dev.sheetbend.websocket.session.ExtensionView;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The endpoints of one application (specification, 2.1.7, 3.1.1 and 6): deployed at any time, found by path, stopped
 * together. Thread safe. How a request becomes a transport is the business of whoever extends or calls it.
 */
public class ServerEndpointContainer extends BaseContainer implements ServerContainer {
    private static final long STOP_SECONDS = 2;

    /** The endpoints of configurations that are upgraded to without being deployed; those with open sessions stay. */
    private final Map<ServerEndpointConfig, EndpointSessions> undeployed =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** 0 is any number. */
    private final long maxSessions;

    /** Written under this. */
    private volatile PathMatcher<DeployedEndpoint> endpoints = PathMatcher.empty();

    private volatile boolean stopped;

    /** Set before a stop cuts what is left, so that a session that it does not find yet sees this. */
    private volatile boolean cutting;

    /** Whether a deployment has failed: no endpoint follows it (WSC-5.2.1-3). Guarded by this. */
    private boolean deploymentFailed;

    /** Guarded by this. */
    private boolean started;

    /** Handshakes that have a place and are not sessions yet. */
    private final AtomicLong connecting = new AtomicLong();

    private final ServerUpgrade.Admission admission = new Places();

    /** The configurators that the implementation makes. */
    private final Instances deployed;

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    @SuppressWarnings("this-escape") // the part that is asked for instances is complete
    public ServerEndpointContainer(Settings settings) {
        super(checked(settings));
        this.maxSessions = settings.maxSessions();
        this.deployed = instances().open();
    }

    /** Before anything is started that would have to be ended. */
    private static Settings checked(Settings settings) {
        settings.maxSessions();
        settings.origins();
        settings.handlerThreads();
        settings.nativeTransport();
        settings.closeOnLogout();
        return settings;
    }

    // Deployment

    /** A class that is in service already is left as it is (specification, 6.4). */
    @Override
    public void addEndpoint(Class<?> endpointClass) throws DeploymentException {
        deploying(() -> deploy(endpointClass));
    }

    @Override
    public void addEndpoint(ServerEndpointConfig serverConfig) throws DeploymentException {
        deploying(() -> deploy(DeployedEndpoint.configured(serverConfig)));
    }

    /**
     * Deploys all or nothing: when one is refused, every endpoint of the application leaves service, and none can be
     * deployed any more (specification, 5.2.1).
     */
    public void deployAll(Collection<Class<?>> annotated, Collection<ServerEndpointConfig> configs)
            throws DeploymentException {
        deploying(() -> {
            for (Class<?> endpointClass : annotated) {
                deploy(endpointClass);
            }
            for (ServerEndpointConfig config : configs) {
                deploy(DeployedEndpoint.configured(config));
            }
        });
    }

    /**
     * The application's deployment is over. From now on an endpoint that is refused leaves the others alone: the rule is
     * about errors raised during the deployment process, and later ones are only reported (specification, 5.2.1).
     */
    public final synchronized void applicationStarted() {
        started = true;
    }

    private interface Deployment {
        void run() throws DeploymentException;
    }

    private void deploying(Deployment deployment) throws DeploymentException {
        boolean deployed = false;
        try {
            deployment.run();
            deployed = true;
        } finally {
            if (!deployed) {
                halt();
            }
        }
    }

    private synchronized void halt() {
        if (!started) {
            deploymentFailed = true;
            endpoints = PathMatcher.empty();
        }
    }

    private void deploy(Class<?> endpointClass) throws DeploymentException {
        if (endpointClass == null) {
            throw new DeploymentException("The endpoint class must not be null.");
        }
        // Without its configurator, of which there is to be one: the class may be in service already.
        PathTemplate path = DeployedEndpoint.annotatedPath(endpointClass);
        if (!isInService(endpointClass, path)) {
            deploy(DeployedEndpoint.annotated(endpointClass, instances(), deployed));
        }
    }

    private boolean isInService(Class<?> endpointClass, PathTemplate path) {
        return endpoints.entries().stream()
                .anyMatch(entry -> entry.value().model().endpointClass() == endpointClass
                        && entry.template().equals(path));
    }

    private synchronized void deploy(DeployedEndpoint endpoint) throws DeploymentException {
        String name = endpoint.model().endpointClass().getName();
        if (stopped) {
            throw new DeploymentException("The application has stopped; " + name + " is not deployed.");
        }
        if (deploymentFailed) {
            throw new DeploymentException(
                    "The deployment of the application has failed; " + name + " is not deployed.");
        }
        checkSettings(endpoint);
        endpoints = endpoints.with(endpoint.model().path().orElseThrow(), endpoint);
    }

    private void checkSettings(DeployedEndpoint endpoint) throws DeploymentException {
        try {
            Settings own = settings().under(endpoint.config().getUserProperties());
            own.session(defaults());
            own.origins();
            own.closeOnLogout();
            List<Extension> extensions = endpoint.config().getExtensions();
            // What is wished for has to fit into an answer.
            extensions.forEach(ExtensionView::offer);
            extensions().check(name -> new NegotiationContext(own, false, ExtensionChoice.wishesOf(extensions, name)));
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(endpoint.model().endpointClass().getName() + ": " + e.getMessage(), e);
        }
    }

    // Requests

    /**
     * Whether some endpoint has this path.
     *
     * @param rawPath below the context path, not decoded
     */
    public final boolean hasEndpoint(String rawPath) {
        return endpoints.match(rawPath).isPresent();
    }

    /**
     * Decides a request; asks the application's configurator, on the calling thread.
     *
     * @param rawPath below the context path, not decoded
     */
    public final UpgradeAnswer answer(String rawPath, OpeningRequest request) {
        return endpoints
                .match(rawPath)
                .map(match -> answer(match.value(), match.parameters(), request))
                .orElseGet(UpgradeAnswer.PassOn::new);
    }

    /**
     * Decides a request for an endpoint that is not deployed.
     *
     * @throws DeploymentException when the endpoint breaks a rule
     */
    public final UpgradeAnswer answer(
            ServerEndpointConfig config, Map<String, String> pathParameters, OpeningRequest request)
            throws DeploymentException {
        DeployedEndpoint fresh = DeployedEndpoint.configured(config);
        checkSettings(fresh);
        EndpointSessions sessions = undeployed.computeIfAbsent(config, key -> new EndpointSessions());
        return answer(fresh.with(sessions), pathParameters, request);
    }

    private UpgradeAnswer answer(
            DeployedEndpoint endpoint, Map<String, String> pathParameters, OpeningRequest request) {
        return new ServerUpgrade(
                        endpoint,
                        request,
                        pathParameters,
                        settings(),
                        defaults(),
                        runtime(),
                        admission,
                        extensions(),
                        instances().open())
                .decide();
    }

    /** The connections that there may be at once. */
    private final class Places implements ServerUpgrade.Admission {
        @Override
        public boolean take() {
            // Counted first, so that several at once cannot all find the last place free.
            long coming = connecting.incrementAndGet();
            boolean free = !stopped && (maxSessions == 0 || sessionCount() + coming <= maxSessions);
            if (!free) {
                giveBack();
            }
            return free;
        }

        @Override
        public void giveBack() {
            if (connecting.decrementAndGet() == 0 && stopped) {
                synchronized (connecting) {
                    connecting.notifyAll();
                }
            }
        }

        @Override
        public boolean stopped() {
            return stopped;
        }

        @Override
        public boolean cutting() {
            return cutting;
        }
    }

    /** How many endpoints are deployed now. */
    public final int endpointCount() {
        return endpoints.entries().size();
    }

    /** How many connections there are now, those that are being closed included. */
    public final long sessionCount() {
        return allSessions().stream().mapToLong(EndpointSessions::size).sum();
    }

    private List<EndpointSessions> allSessions() {
        var all = new ArrayList<EndpointSessions>();
        endpoints.entries().forEach(entry -> all.add(entry.value().sessions()));
        synchronized (undeployed) {
            all.addAll(undeployed.values());
        }
        return all;
    }

    /**
     * @throws UnsupportedOperationException always: there are no servlets here
     */
    @Override
    public void upgradeHttpToWebSocket(
            Object httpServletRequest,
            Object httpServletResponse,
            ServerEndpointConfig sec,
            Map<String, String> pathParameters)
            throws IOException, DeploymentException {
        throw new UnsupportedOperationException("This container is not deployed in a servlet container.");
    }

    /**
     * Ends the application: refuses new connections, closes every session with 1001, gives the closing handshakes a
     * moment, cuts what is left, and ends the timer. Any number of times.
     */
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        List<EndpointSessions> all = allSessions();
        all.forEach(sessions -> sessions.closeAll(CloseCodes.GOING_AWAY, "The application is stopping."));
        // Handshakes that were accepted before become sessions yet, which are closed as well.
        if (!await(deadline -> awaitHandshakes(deadline) && awaitEmpty(all, deadline))) {
            cutting = true;
            all.forEach(EndpointSessions::abortAll);
            await(deadline -> awaitEmpty(all, deadline));
        }
        endpoints = PathMatcher.empty();
        stopConnector(System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS));
        stopExtensions();
        deployed.end();
        instances().close();
        stopTimer();
    }

    /** What takes until a deadline at most, a {@link System#nanoTime} value; false when it has taken so long. */
    private interface Wait {
        boolean until(long deadline) throws InterruptedException;
    }

    private static boolean await(Wait wait) {
        try {
            return wait.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean awaitEmpty(List<EndpointSessions> all, long deadline) throws InterruptedException {
        boolean empty = true;
        for (EndpointSessions sessions : all) {
            empty &= sessions.awaitEmpty(deadline);
        }
        return empty;
    }

    private boolean awaitHandshakes(long deadline) throws InterruptedException {
        synchronized (connecting) {
            while (connecting.get() > 0) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    return false;
                }
                connecting.wait(millis);
            }
            return true;
        }
    }
}
