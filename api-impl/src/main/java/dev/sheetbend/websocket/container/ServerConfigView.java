package dev.sheetbend.websocket.container;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an application's configuration said when its endpoint was deployed. Each method is asked once, because the answer
 * may be a new object each time: so a logical endpoint has one configurator. Only the user properties stay the
 * application's own map. {@link #forConnection} makes what one connection sees of it. Thread safe as far as the
 * application's maps and lists are.
 */
final class ServerConfigView implements ServerEndpointConfig {
    /** Kept so that sessions that are found by it stay found as long as one of them is there. */
    private final ServerEndpointConfig source;

    private final Class<?> endpointClass;
    private final String path;
    private final List<String> subprotocols;
    private final List<Extension> extensions;
    private final List<Class<? extends Encoder>> encoders;
    private final List<Class<? extends Decoder>> decoders;
    private final Once configurator;
    private final Supplier<Map<String, Object>> userProperties;

    private ServerConfigView(
            ServerEndpointConfig config, Once configurator, Supplier<Map<String, Object>> userProperties) {
        this.source = config;
        this.endpointClass = config.getEndpointClass();
        this.path = config.getPath();
        this.subprotocols = copy(config.getSubprotocols());
        this.extensions = copy(config.getExtensions());
        this.encoders = copy(config.getEncoders());
        this.decoders = copy(config.getDecoders());
        this.configurator = configurator;
        this.userProperties = userProperties;
    }

    /** The same, with other user properties. */
    private ServerConfigView(ServerConfigView endpoint, Map<String, Object> userProperties) {
        this.source = endpoint;
        this.endpointClass = endpoint.endpointClass;
        this.path = endpoint.path;
        this.subprotocols = endpoint.subprotocols;
        this.extensions = endpoint.extensions;
        this.encoders = endpoint.encoders;
        this.decoders = endpoint.decoders;
        this.configurator = endpoint.configurator;
        this.userProperties = () -> userProperties;
    }

    /**
     * A configuration that was written against the interface may have null where it means nothing, and in a list too:
     * Spring's has a list with null for no subprotocol.
     */
    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    static ServerConfigView of(ServerEndpointConfig application) {
        Configurator given = Optional.ofNullable(application.getConfigurator()).orElseGet(DefaultConfigurator::new);
        return of(application, () -> given);
    }

    /**
     * With a configurator that is made when it is asked for, because what injects it may start after the deployment.
     *
     * @param later makes it; asked again if it throws, and never again when it has answered
     */
    static ServerConfigView of(ServerEndpointConfig application, Supplier<Configurator> later) {
        return new ServerConfigView(
                application,
                new Once(later),
                () -> Optional.ofNullable(application.getUserProperties()).orElseGet(Map::of));
    }

    /**
     * For {@code modifyHandshake}, {@code onOpen} and the coders: with user properties of one connection, at first a
     * shallow copy of the endpoint's (specification, 3.1.5).
     */
    ServerConfigView forConnection() {
        return new ServerConfigView(this, Collections.synchronizedMap(new HashMap<>(getUserProperties())));
    }

    /** What the application has written, for those who read the log. */
    @Override
    public String toString() {
        return source.toString();
    }

    @Override
    public Class<?> getEndpointClass() {
        return endpointClass;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public List<String> getSubprotocols() {
        return subprotocols;
    }

    @Override
    public List<Extension> getExtensions() {
        return extensions;
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return encoders;
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return decoders;
    }

    @Override
    public Configurator getConfigurator() {
        return configurator.get();
    }

    /** The configurator as a container has to ask it: {@link EffectiveConfigurator}. */
    Configurator effectiveConfigurator() {
        return configurator.effective();
    }

    @Override
    public Map<String, Object> getUserProperties() {
        return userProperties.get();
    }

    /** Makes a configurator at the first call, and gives that one from then on. Thread safe. */
    private static final class Once implements Supplier<Configurator> {
        private final Supplier<Configurator> maker;

        /** Guarded by this. */
        private Optional<Configurator> made = Optional.empty();

        /** Guarded by this. */
        private Optional<Configurator> effective = Optional.empty();

        Once(Supplier<Configurator> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized Configurator get() {
            if (made.isEmpty()) {
                made = Optional.of(maker.get());
            }
            return made.get();
        }

        synchronized Configurator effective() {
            if (effective.isEmpty()) {
                effective = Optional.of(EffectiveConfigurator.of(get()));
            }
            return effective.get();
        }
    }
}
