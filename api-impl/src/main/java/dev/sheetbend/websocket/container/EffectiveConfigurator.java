package dev.sheetbend.websocket.container;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An application's configurator, with our own behaviour for what it does not override. The API would ask the platform's
 * default for that, and where several implementations or several copies of this one are visible that may be another's:
 * Tomcat's API keeps the first one that it finds, for all applications of the server, and Tomcat's own accepts every origin.
 * What a configurator asks of {@code super} goes there all the same. Thread safe if the configurator is.
 */
final class EffectiveConfigurator extends Configurator {
    private static final Configurator OURS = new DefaultConfigurator();

    /** Strings only: nothing here holds a class. */
    private static final ClassValue<Set<String>> OVERRIDDEN = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return overriddenBy(type);
        }
    };

    private final Configurator given;
    private final Set<String> overridden;

    private EffectiveConfigurator(Configurator given, Set<String> overridden) {
        this.given = given;
        this.overridden = overridden;
    }

    /**
     * What is to be asked instead of this one. A configuration that was built without a configurator has the default of
     * whoever the API has found.
     */
    static Configurator of(Configurator given) {
        if (given instanceof DefaultConfigurator) {
            return given;
        }
        // Another copy of this implementation, in another application, may be the one that the API has found.
        if (isDefault(given.getClass())) {
            return OURS;
        }
        return new EffectiveConfigurator(given, OVERRIDDEN.get(given.getClass()));
    }

    private static Set<String> overriddenBy(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !isDefault(method.getDeclaringClass()))
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** An application's configurator may extend another implementation's default. */
    private static boolean isDefault(Class<?> type) {
        String name = type.getName();
        return type == Configurator.class
                || name.equals(DefaultConfigurator.class.getName())
                || OtherImplementations.haveClass(name);
    }

    private Configurator decidesAbout(String method, Class<?>... parameters) {
        return overridden.contains(method + Arrays.toString(parameters)) ? given : OURS;
    }

    @Override
    public Configurator getContainerDefaultConfigurator() {
        return OURS;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return decidesAbout("getNegotiatedSubprotocol", List.class, List.class)
                .getNegotiatedSubprotocol(supported, requested);
    }

    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return decidesAbout("getNegotiatedExtensions", List.class, List.class)
                .getNegotiatedExtensions(installed, requested);
    }

    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return decidesAbout("checkOrigin", String.class).checkOrigin(originHeaderValue);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
        decidesAbout("modifyHandshake", ServerEndpointConfig.class, HandshakeRequest.class, HandshakeResponse.class)
                .modifyHandshake(sec, request, response);
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
        return decidesAbout("getEndpointInstance", Class.class).getEndpointInstance(endpointClass);
    }
}
