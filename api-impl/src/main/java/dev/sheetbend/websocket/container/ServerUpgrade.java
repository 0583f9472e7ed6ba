package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.InstanceFactory;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import dev.sheetbend.websocket.extension.ExtensionOffer;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.handshake.Headers;
import dev.sheetbend.websocket.handshake.ServerHandshake;
import dev.sheetbend.websocket.session.EndpointBinding;
import dev.sheetbend.websocket.session.HandshakeFacts;
import dev.sheetbend.websocket.session.SessionRuntime;
import dev.sheetbend.websocket.session.SessionSettings;
import dev.sheetbend.websocket.session.Transport;
import dev.sheetbend.websocket.session.WebSocketSession;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides one opening handshake for one endpoint: the protocol's rules, then the configurator's (specification, 3.1), then
 * the endpoint's instance, so that whatever fails has an HTTP status. Used by one thread, then by the one that accepts.
 */
final class ServerUpgrade {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";
    /** Without these the peer does not take the answer for one (RFC 6455, 4.1); a configurator cannot remove them. */
    private static final List<String> INDISPENSABLE = List.of("Upgrade", "Connection", "Sec-WebSocket-Accept");

    private final DeployedEndpoint endpoint;
    private final OpeningRequest request;
    private final Map<String, String> pathParameters;
    private final Settings settings;
    private final ContainerDefaults defaults;
    private final SessionRuntime runtime;
    private final Admission admission;
    private final Headers headers;
    private final ServerEndpointConfig.Configurator configurator;

    ServerUpgrade(
            DeployedEndpoint endpoint,
            OpeningRequest request,
            Map<String, String> pathParameters,
            Settings settings,
            ContainerDefaults defaults,
            SessionRuntime runtime,
            Admission admission) {
        this.endpoint = endpoint;
        this.request = request;
        // In the order of the template.
        this.pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
        this.settings = settings;
        this.defaults = defaults;
        this.runtime = runtime;
        this.admission = admission;
        this.headers = Headers.of(request.headers());
        this.configurator =
                Optional.ofNullable(endpoint.config().getConfigurator()).orElseGet(DefaultConfigurator::new);
    }

    /** Keeps the number of connections under its limit: a place is taken before the application is asked. */
    interface Admission {
        /** Whether there was a place; it is taken now. */
        boolean take();

        /** The place is free again, or the connection counts as a session now. */
        void giveBack();

        /** Whether the application has stopped meanwhile. */
        boolean stopped();
    }

    UpgradeAnswer decide() {
        ServerHandshake.Result result = ServerHandshake.examine(request.method(), request.httpVersion(), headers);
        if (result instanceof ServerHandshake.Valid valid) {
            return admitted(valid);
        }
        if (result instanceof ServerHandshake.Rejected rejected) {
            return new UpgradeAnswer.Refused(rejected.status(), rejected.headers(), rejected.message());
        }
        return new UpgradeAnswer.PassOn();
    }

    private UpgradeAnswer admitted(ServerHandshake.Valid valid) {
        if (!admission.take()) {
            return new UpgradeAnswer.Refused(
                    UNAVAILABLE,
                    Map.of("Retry-After", List.of(RETRY_AFTER_SECONDS)),
                    "The server has no room for another connection now.");
        }
        boolean accepted = false;
        try {
            OriginPolicy origins =
                    settings.under(endpoint.config().getUserProperties()).origins();
            UpgradeAnswer answer = CurrentHandshake.during(origins, headers.first("Host"), () -> guarded(valid));
            accepted = answer instanceof UpgradeAnswer.Accepted;
            return answer;
        } finally {
            if (!accepted) {
                admission.giveBack();
            }
        }
    }

    /** The application's configurator and classes run here: what they throw is logged and answered with 500. */
    private UpgradeAnswer guarded(ServerHandshake.Valid valid) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(endpoint.applicationLoader());
        try {
            return configure(valid);
        } catch (Exception | LinkageError e) {
            String path = endpoint.model().path().map(PathTemplate::toString).orElse("");
            LOG.log(
                    Level.ERROR,
                    () -> "The opening handshake failed for endpoint "
                            + endpoint.model().endpointClass().getName() + " at " + path,
                    e);
            return new UpgradeAnswer.Refused(INTERNAL_ERROR, Map.of(), "The endpoint failed to accept the connection.");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private UpgradeAnswer configure(ServerHandshake.Valid valid) throws InstantiationException {
        // Without an origin as well: a configurator may want one from everybody.
        if (!configurator.checkOrigin(valid.origin().orElse(null))) {
            LOG.log(
                    Level.WARNING,
                    () -> "Refused a connection to " + request.requestUri().getPath()
                            + " from a page of another origin;"
                            + " the property dev.sheetbend.websocket.allowedOrigins says which are welcome.");
            return new UpgradeAnswer.Refused(FORBIDDEN, Map.of(), "This origin is not welcome.");
        }
        var config = new ConnectionServerConfig(endpoint.config());
        String subprotocol = subprotocol(valid);
        Map<String, List<String>> answer =
                ServerHandshake.response(valid, nonEmpty(subprotocol), List.<ExtensionOffer>of());
        var response = new HandshakeResponseView(answer);
        configurator.modifyHandshake(config, new HandshakeRequestView(request, headers, allParameters()), response);
        INDISPENSABLE.forEach(name -> response.getHeaders().put(name, answer.get(name)));
        return accept(config, subprotocol, response.toSend());
    }

    private String subprotocol(ServerHandshake.Valid valid) {
        if (valid.offeredSubprotocols().isEmpty()) {
            return "";
        }
        String chosen =
                configurator.getNegotiatedSubprotocol(endpoint.config().getSubprotocols(), valid.offeredSubprotocols());
        return chosen == null ? "" : chosen;
    }

    private static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The query's parameters, and the path's, which applications look for there. */
    private Map<String, List<String>> allParameters() {
        var all = new LinkedHashMap<String, List<String>>();
        request.parameters().forEach((name, values) -> all.put(name, List.copyOf(values)));
        pathParameters.forEach((name, value) -> all.merge(name, List.of(value), (query, path) -> {
            var both = new ArrayList<>(query);
            both.addAll(path);
            return List.copyOf(both);
        }));
        return Collections.unmodifiableMap(all);
    }

    private UpgradeAnswer accept(ConnectionServerConfig config, String subprotocol, Map<String, List<String>> answer)
            throws InstantiationException {
        SessionSettings sessionSettings =
                settings.under(config.getUserProperties()).session(defaults);
        Object instance = configurator.getEndpointInstance(endpoint.model().endpointClass());
        if (instance == null) {
            throw new InstantiationException(
                    "The configurator " + configurator.getClass().getName() + " gave no instance of "
                            + endpoint.model().endpointClass().getName() + ".");
        }
        Coders coders = endpoint.model().coders().open(endpoint.config(), InstanceFactory.reflective());
        var facts = new HandshakeFacts(
                request.requestUri(),
                request.queryString(),
                allParameters(),
                pathParameters,
                request.userPrincipal(),
                request.secure(),
                subprotocol,
                List.of());
        var binding = new EndpointBinding(
                endpoint.model(),
                instance,
                endpoint.config(),
                coders,
                endpoint.applicationLoader(),
                endpoint.sessions(),
                () -> {});
        return new UpgradeAnswer.Accepted(
                answer, new Acceptor(binding, facts, config.getUserProperties(), sessionSettings));
    }

    private final class Acceptor implements UpgradeAnswer.Acceptor {
        private final EndpointBinding binding;
        private final HandshakeFacts facts;
        private final Map<String, Object> userProperties;
        private final SessionSettings sessionSettings;
        private final AtomicBoolean used = new AtomicBoolean();

        Acceptor(
                EndpointBinding binding,
                HandshakeFacts facts,
                Map<String, Object> userProperties,
                SessionSettings sessionSettings) {
            this.binding = binding;
            this.facts = facts;
            this.userProperties = userProperties;
            this.sessionSettings = sessionSettings;
        }

        @Override
        public void accept(Transport transport) {
            if (!used.compareAndSet(false, true)) {
                return;
            }
            var session = new WebSocketSession(
                    Role.SERVER, transport, runtime, sessionSettings, binding, facts, userProperties);
            try {
                session.start();
            } finally {
                admission.giveBack();
            }
            if (admission.stopped()) {
                // It came too late for the closing of all sessions, and perhaps for the timer that would end it.
                session.endForContainer(CloseCodes.GOING_AWAY, "The application is stopping.");
            }
        }

        @Override
        public void abandon() {
            if (used.compareAndSet(false, true)) {
                admission.giveBack();
                binding.coders().destroy();
                binding.disposal().run();
            }
        }
    }
}
