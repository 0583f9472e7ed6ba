package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.container.BaseContainer;
import dev.sheetbend.websocket.container.Connector;
import dev.sheetbend.websocket.container.NegotiationContext;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.extension.Negotiation;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.handshake.ClientHandshake;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import dev.sheetbend.websocket.session.EndpointBinding;
import dev.sheetbend.websocket.session.EndpointSessions;
import dev.sheetbend.websocket.session.EndpointThread;
import dev.sheetbend.websocket.session.ExtensionView;
import dev.sheetbend.websocket.session.HandshakeFacts;
import dev.sheetbend.websocket.session.SessionSettings;
import dev.sheetbend.websocket.session.WebSocketSession;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Connects client endpoints (specification, 2.1.7 and 3.2). {@code connectToServer} does all of it on its caller's thread,
 * {@code onOpen} included; other threads come in when the connection is there. Thread safe.
 */
final class ClientConnector implements Connector {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private static final long STOP_SECONDS = 2;

    private final BaseContainer container;
    private final ClientThreads threads;
    private final Runnable endThreads;
    private final SecureRandom random = new SecureRandom();
    private final InstanceSessions sessions = new InstanceSessions();

    private volatile boolean stopped;

    /**
     * @param endThreads run when the container has stopped; threads that are shared end by themselves
     */
    ClientConnector(BaseContainer container, ClientThreads threads, Runnable endThreads) {
        this.container = container;
        this.threads = threads;
        this.endThreads = endThreads;
    }

    @Override
    public Session connectInstance(Object annotated, URI uri) throws DeploymentException, IOException {
        return connect(instances -> ClientTarget.annotatedInstance(annotated, instances), uri);
    }

    @Override
    public Session connectClass(Class<?> annotated, URI uri) throws DeploymentException, IOException {
        return connect(instances -> ClientTarget.annotatedClass(annotated, instances), uri);
    }

    @Override
    public Session connectEndpoint(Endpoint instance, ClientEndpointConfig config, URI uri)
            throws DeploymentException, IOException {
        return connect(instances -> ClientTarget.programmatic(instance, config, instances), uri);
    }

    @Override
    public Session connectEndpoint(Class<? extends Endpoint> type, ClientEndpointConfig config, URI uri)
            throws DeploymentException, IOException {
        return connect(instances -> ClientTarget.programmaticClass(type, config, instances), uri);
    }

    /** What is to be connected, with the instances that have to be made for it. */
    private interface Targets {
        ClientTarget target(Instances instances) throws DeploymentException;
    }

    private Session connect(Targets targets, URI uri) throws DeploymentException, IOException {
        EndpointThread.requireMayWait("connectToServer");
        Instances instances = container.instances().open();
        Optional<WebSocketSession> session = Optional.empty();
        try {
            session = Optional.of(connected(targets.target(instances), uri));
        } finally {
            if (session.isEmpty()) {
                instances.end();
            }
        }
        return start(session.get());
    }

    private WebSocketSession connected(ClientTarget target, URI uri) throws DeploymentException, IOException {
        ClientEndpointConfig config = target.config();
        WebSocketUri server;
        SessionSettings sessionSettings;
        ClientHandshake.Request request;
        NegotiationContext context;
        Settings settings = container.settings().under(config.getUserProperties());
        try {
            server = serverOf(uri);
            context = new NegotiationContext(settings, server.secure());
            sessionSettings =
                    container.sessionSettings(config.getUserProperties()).forEndpoint(target.model());
            container.extensions().check(name -> context);
            request = request(server, config, context);
            settings.connectTimeoutMillis();
            settings.handshakeTimeoutMillis();
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(e.getMessage(), e);
        }
        Coders coders = coders(target);
        Optional<WebSocketSession> session = Optional.empty();
        try {
            session = Optional.of(
                    session(dial(server, context, config, request), target, coders, uri, server, sessionSettings));
        } finally {
            if (session.isEmpty()) {
                coders.destroy()
                        .forEach(failure -> LOG.log(
                                Level.ERROR,
                                () -> "A coder of endpoint " + target.model()
                                        + " failed in destroy, after a connection that did not come about.",
                                failure));
            }
        }
        return session.get();
    }

    private Switched dial(
            WebSocketUri server,
            NegotiationContext context,
            ClientEndpointConfig config,
            ClientHandshake.Request request)
            throws DeploymentException, IOException {
        var dialler = new Dialler(
                server,
                context.settings(),
                Optional.ofNullable(config.getSSLContext()),
                threads.loop(),
                container.bufferPool(),
                new HostLookup(threads.lookups(), InetAddress::getAllByName));
        try {
            return dialler.dial(request, accepted -> negotiation().confirm(request.extensions(), accepted, context));
        } catch (HandshakeException e) {
            afterFailure(config, e.headers(), e);
            throw e;
        } catch (IOException e) {
            afterFailure(config, Map.of(), e);
            throw e;
        }
    }

    /** As API 2.3 says: {@code afterResponse} is called for a failed handshake too, without headers if no answer came. */
    private static void afterFailure(
            ClientEndpointConfig config, Map<String, List<String>> headers, Exception failure) {
        configurator(config).ifPresent(configurator -> {
            try {
                configurator.afterResponse(() -> headers);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        });
    }

    private static WebSocketUri serverOf(URI uri) {
        if (uri == null) {
            throw new IllegalArgumentException("The URI of the server must not be null.");
        }
        return WebSocketUri.of(uri);
    }

    /** The application's configurator has its say here, before there is a connection. */
    private ClientHandshake.Request request(
            WebSocketUri server, ClientEndpointConfig config, NegotiationContext context) {
        byte[] bytes = new byte[ClientHandshake.KEY_BYTES];
        random.nextBytes(bytes);
        String key = ClientHandshake.key(bytes);
        List<ExtensionOffer> configured = orNone(config.getExtensions()).stream()
                .map(ExtensionView::offer)
                .toList();
        Map<String, List<String>> headers = ClientHandshake.headers(
                server.hostHeader(),
                key,
                orNone(config.getPreferredSubprotocols()),
                negotiation().offers(configured, context));
        configurator(config).ifPresent(configurator -> configurator.beforeRequest(headers));
        return ClientHandshake.request(server.requestTarget(), key, headers);
    }

    /** A configuration of the application's own class may have null here. */
    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Optional<ClientEndpointConfig.Configurator> configurator(ClientEndpointConfig config) {
        return Optional.ofNullable(config.getConfigurator());
    }

    private Negotiation negotiation() {
        return container.extensions().negotiation();
    }

    private static Coders coders(ClientTarget target) throws DeploymentException {
        try {
            return target.model().coders().open(target.config(), target.instances());
        } catch (InstantiationException | RuntimeException | LinkageError e) {
            throw new DeploymentException(
                    target.model() + ": its encoders and decoders cannot be made: " + e.getMessage(), e);
        }
    }

    private WebSocketSession session(
            Switched switched,
            ClientTarget target,
            Coders coders,
            URI uri,
            WebSocketUri server,
            SessionSettings settings) {
        try (switched) {
            ClientEndpointConfig config = target.config();
            Map<String, List<String>> headers = switched.headers();
            configurator(config).ifPresent(configurator -> configurator.afterResponse(() -> headers));
            var facts = new HandshakeFacts(
                    uri.toString(),
                    uri.getRawQuery(),
                    QueryParameters.parse(Optional.ofNullable(uri.getRawQuery())),
                    Map.of(),
                    null,
                    server.secure(),
                    switched.subprotocol(),
                    switched.extensions());
            var binding = new EndpointBinding(
                    target.model(),
                    target.instance(),
                    config,
                    config,
                    coders,
                    applicationLoader(target),
                    sessions.of(target.instance()),
                    target.instances());
            var services = new ClientTransport.Services(
                    container.bufferPool(),
                    threads.handlers(settings.threads()),
                    container.timer(),
                    settings.threads());
            return new WebSocketSession(
                    Role.CLIENT,
                    switched.transport(services),
                    container.runtime(),
                    settings,
                    binding,
                    facts,
                    config.getUserProperties());
        }
    }

    private static ClassLoader applicationLoader(ClientTarget target) {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        return callers != null ? callers : target.model().endpointClass().getClassLoader();
    }

    private Session start(WebSocketSession session) throws IOException {
        session.start();
        if (stopped) {
            session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, ""));
        }
        return session;
    }

    @Override
    public void beginStop() {
        stopped = true;
        sessions.all().forEach(each -> each.closeAll(CloseCodes.GOING_AWAY, "The container is closed."));
    }

    @Override
    public void stop(long deadline) {
        List<EndpointSessions> all = sessions.all();
        if (!awaitEmpty(all, deadline)) {
            all.forEach(EndpointSessions::abortAll);
            awaitEmpty(all, deadline + TimeUnit.SECONDS.toNanos(STOP_SECONDS));
        }
        endThreads.run();
    }

    private static boolean awaitEmpty(List<EndpointSessions> all, long deadline) {
        try {
            boolean empty = true;
            for (EndpointSessions each : all) {
                empty &= each.awaitEmpty(deadline);
            }
            return empty;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
