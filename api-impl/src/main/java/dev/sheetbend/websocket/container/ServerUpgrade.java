package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.handshake.HeaderNames;
import dev.sheetbend.websocket.handshake.Headers;
import dev.sheetbend.websocket.handshake.ServerHandshake;
import dev.sheetbend.websocket.session.EndpointBinding;
import dev.sheetbend.websocket.session.HandshakeFacts;
import dev.sheetbend.websocket.session.SessionRuntime;
import dev.sheetbend.websocket.session.SessionSettings;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    /**
     * A configurator cannot change these: without the first three the peer does not take the answer for one (RFC 6455,
     * 4.1), and the last must name the extensions that are at work, and no others (9.1).
     */
    private static final List<String> OURS =
            List.of("Upgrade", "Connection", "Sec-WebSocket-Accept", HeaderNames.SEC_WEBSOCKET_EXTENSIONS);

    private final DeployedEndpoint endpoint;
    private final OpeningRequest request;
    private final Map<String, String> pathParameters;
    private final Map<String, List<String>> parameters;
    private final Settings settings;
    private final ContainerDefaults defaults;
    private final SessionRuntime runtime;
    private final Admission admission;
    private final ExtensionProviders providers;
    private final Headers headers;
    private final Instances instances;

    /** The endpoint's own as soon as application code may run: it may be made by then only. */
    private ServerEndpointConfig.Configurator configurator = new DefaultConfigurator();

    ServerUpgrade(
            DeployedEndpoint endpoint,
            OpeningRequest request,
            Map<String, String> pathParameters,
            Settings settings,
            ContainerDefaults defaults,
            SessionRuntime runtime,
            Admission admission,
            ExtensionProviders providers,
            Instances instances) {
        this.endpoint = endpoint;
        this.request = request;
        // In the order of the template.
        this.pathParameters =
                pathParameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
        this.parameters = allParameters(request.parameters(), pathParameters);
        this.settings = settings;
        this.defaults = defaults;
        this.runtime = runtime;
        this.admission = admission;
        this.providers = providers;
        this.headers = Headers.of(request.headers());
        this.instances = instances;
    }

    /** Keeps the number of connections under its limit: a place is taken before the application is asked. */
    interface Admission {
        /** Whether there was a place; it is taken now. */
        boolean take();

        /** The place is free again, or the connection counts as a session now. */
        void giveBack();

        /** Whether the application has stopped meanwhile. */
        boolean stopped();

        /** Whether the application's stop has waited long enough for sessions to end in order. */
        boolean cutting();
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
            UpgradeAnswer answer = guarded(valid);
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
        boolean accepted = false;
        try {
            OriginPolicy origins =
                    settings.under(endpoint.config().getUserProperties()).origins();
            UpgradeAnswer answer =
                    CurrentHandshake.during(origins, headers.first("Host"), instances, () -> configure(valid));
            accepted = answer instanceof UpgradeAnswer.Accepted;
            return answer;
        } catch (Throwable e) {
            String path = endpoint.model().path().map(PathTemplate::toString).orElse("");
            LOG.log(
                    Level.ERROR,
                    () -> "The opening handshake failed for endpoint "
                            + endpoint.model().endpointClass().getName() + " at " + path,
                    e);
            return new UpgradeAnswer.Refused(INTERNAL_ERROR, Map.of(), "The endpoint failed to accept the connection.");
        } finally {
            if (!accepted) {
                instances.end();
            }
            thread.setContextClassLoader(before);
        }
    }

    private UpgradeAnswer configure(ServerHandshake.Valid valid) throws InstantiationException {
        configurator = endpoint.config().effectiveConfigurator();
        // Without an origin as well, with null: a configurator may want one from everybody.
        if (!configurator.checkOrigin(valid.origin().orElse(null))) {
            LOG.log(
                    Level.WARNING,
                    () -> "Refused a connection to " + request.requestUri().getPath()
                            + " from a page of another origin;"
                            + " the property dev.sheetbend.websocket.allowedOrigins says which are welcome.");
            return new UpgradeAnswer.Refused(FORBIDDEN, Map.of(), "This origin is not welcome.");
        }
        String subprotocol = subprotocol(valid);
        var choice =
                new ExtensionChoice(valid.offeredExtensions(), endpoint.config().getExtensions());
        List<Extension> chosen = chosenExtensions(choice);
        ServerConfigView config = endpoint.config().forConnection();
        Map<String, Object> before = withoutNulls(config.getUserProperties());
        ExtensionStack extensions = extensions(choice, chosen, config);
        Map<String, List<String>> proposal = answer(valid, subprotocol, extensions);
        var response = new HandshakeResponseView(proposal);
        modifyHandshake(config, response);
        Map<String, List<String>> answer = proposal;
        if (!before.equals(withoutNulls(config.getUserProperties()))) {
            // What the configurator has set for this connection counts for its extensions too.
            extensions = extensions(choice, chosen, config);
            answer = answer(valid, subprotocol, extensions);
        }
        for (String name : OURS) {
            response.getHeaders().put(name, answer.get(name));
        }
        return accept(config, subprotocol, extensions, response.toSend());
    }

    private String subprotocol(ServerHandshake.Valid valid) {
        List<String> offered = valid.offeredSubprotocols();
        String chosen =
                configurator.getNegotiatedSubprotocol(endpoint.config().getSubprotocols(), new ArrayList<>(offered));
        // To a client that offers none, none may be named, whatever the configurator would like (RFC 6455, 4.2.2).
        return chosen == null || offered.isEmpty() ? "" : chosen;
    }

    private static Map<String, List<String>> answer(
            ServerHandshake.Valid valid, String subprotocol, ExtensionStack extensions) {
        return ServerHandshake.response(valid, nonEmpty(subprotocol), extensions.answer());
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> properties) {
        if (properties.isEmpty()) {
            return Map.of();
        }
        var present = new HashMap<>(properties);
        present.values().removeIf(Objects::isNull);
        present.keySet().removeIf(Objects::isNull);
        return present;
    }

    /** The configurator chooses among what the client offers. */
    private List<Extension> chosenExtensions(ExtensionChoice choice) {
        return configurator.getNegotiatedExtensions(
                installed(endpoint.config().getExtensions()), new ArrayList<>(choice.requested()));
    }

    /**
     * The providers of what the configurator has chosen have their say.
     *
     * @throws IllegalArgumentException when a user property has an illegal value; the text names it
     */
    private ExtensionStack extensions(ExtensionChoice choice, List<Extension> chosen, ServerConfigView config) {
        Settings own = settings.under(config.getUserProperties());
        if (!config.getUserProperties().isEmpty()) {
            // They may have changed since the deployment.
            providers.check(name -> new NegotiationContext(own, request.encrypted(), choice.wishesOf(name)));
        }
        return providers
                .negotiation()
                .accept(choice.candidates(chosen, wishes -> new NegotiationContext(own, request.encrypted(), wishes)));
    }

    /** What the endpoint's configuration names, then what else the container has. */
    private List<Extension> installed(List<Extension> configured) {
        var installed = new ArrayList<>(configured);
        for (Extension extension : runtime.container().getInstalledExtensions()) {
            if (configured.stream().noneMatch(own -> own.getName().equals(extension.getName()))) {
                installed.add(extension);
            }
        }
        return installed;
    }

    private void modifyHandshake(ServerConfigView config, HandshakeResponseView response) {
        var view = new HandshakeRequestView(request, headers, parameters);
        try {
            configurator.modifyHandshake(config, view, response);
        } finally {
            view.answered();
        }
    }

    private static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The query's parameters, and the path's, which applications look for there. */
    private static Map<String, List<String>> allParameters(
            Map<String, List<String>> ofQuery, Map<String, String> ofPath) {
        if (ofQuery.isEmpty() && ofPath.isEmpty()) {
            return Map.of();
        }
        var all = new LinkedHashMap<String, List<String>>();
        ofQuery.forEach((name, values) -> all.put(name, List.copyOf(values)));
        ofPath.forEach((name, value) -> all.merge(name, List.of(value), (query, path) -> {
            var both = new ArrayList<>(query);
            both.addAll(path);
            return List.copyOf(both);
        }));
        return Collections.unmodifiableMap(all);
    }

    private UpgradeAnswer accept(
            ServerConfigView config, String subprotocol, ExtensionStack extensions, Map<String, List<String>> answer)
            throws InstantiationException {
        Settings own = settings.under(config.getUserProperties());
        SessionSettings sessionSettings =
                endpoint.sessions().shared(own.session(defaults).forEndpoint(endpoint.model()));
        CloseOnLogout closeOnLogout = own.closeOnLogout();
        Object instance = endpointInstance();
        Coders coders = endpoint.model().coders().open(config, instances);
        var facts = new HandshakeFacts(
                request.requestUri().toString(),
                request.queryString(),
                parameters,
                pathParameters,
                request.userPrincipal(),
                request.secure(),
                subprotocol,
                extensions);
        var binding = new EndpointBinding(
                endpoint.model(),
                instance,
                config,
                endpoint.config(),
                coders,
                endpoint.applicationLoader(),
                endpoint.sessions(),
                instances);
        return new UpgradeAnswer.Accepted(
                answer,
                new SessionAcceptor(
                        runtime,
                        admission,
                        binding,
                        endpoint.sessions().shared(facts),
                        config.getUserProperties(),
                        sessionSettings,
                        request.login().accepted(closeOnLogout)));
    }

    private Object endpointInstance() throws InstantiationException {
        Class<?> type = endpoint.model().endpointClass();
        Object instance = configurator.getEndpointInstance(type);
        boolean callable = endpoint.model().programmatic() ? instance instanceof Endpoint : type.isInstance(instance);
        if (!callable) {
            throw new InstantiationException("The configurator "
                    + endpoint.config().getConfigurator().getClass().getName() + " gave no instance of "
                    + type.getName() + " but "
                    + (instance == null
                            ? "null"
                            : "one of " + instance.getClass().getName()) + ".");
        }
        return instance;
    }
}
