package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of an endpoint class before the first connection: its path, its methods, its coders, checked
 * against chapter 4 of the specification. Immutable, so any thread may use it.
 *
 * <p>Every error names the class or method and the rule. A constructor without parameters, or one with {@code @Inject}, is
 * required wherever the implementation makes the instances: not when the configurator overrides
 * {@code getEndpointInstance} (3.1.7), and not for an instance that a client passes in.
 */
public final class EndpointModel {
    private static final String PROGRAMMATIC_RULE = "specification 2.1.1";

    private final Class<?> endpointClass;
    private final boolean programmatic;
    private final Optional<PathTemplate> path;
    private final CoderModel coders;
    private final Optional<LifecycleMethod> onOpen;
    private final Optional<LifecycleMethod> onClose;
    private final Optional<LifecycleMethod> onError;
    private final Optional<MessageMethod> textMethod;
    private final Optional<MessageMethod> binaryMethod;
    private final Optional<MessageMethod> pongMethod;
    private final PathParameters pathParameters;

    private EndpointModel(Class<?> endpointClass, Optional<PathTemplate> path, CoderModel coders, boolean programmatic)
            throws DeploymentException {
        this.endpointClass = endpointClass;
        this.programmatic = programmatic;
        this.path = path;
        this.coders = coders;
        List<String> variables = path.map(PathTemplate::variables).orElse(List.of());
        EndpointScan scan = new EndpointScan(endpointClass, variables, coders);
        if (!programmatic) {
            scan.run();
        }
        this.onOpen = scan.onOpen();
        this.onClose = scan.onClose();
        this.onError = scan.onError();
        this.textMethod = scan.message(MessageKind::text);
        this.binaryMethod = scan.message(MessageKind::binary);
        this.pongMethod = scan.message(kind -> kind == MessageKind.PONG);
        this.pathParameters = scan.pathParameters();
    }

    /**
     * A class with {@code @ServerEndpoint}; path and coders are the annotation's.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel server(Class<?> annotatedClass) throws DeploymentException {
        ServerEndpoint annotation = requireAnnotation(annotatedClass, ServerEndpoint.class, "WSC-4.1-1");
        requireServerClass(annotatedClass, !overridesInstances(annotation.configurator()));
        return new EndpointModel(
                annotatedClass,
                Optional.of(path(annotatedClass, annotation.value())),
                coders(annotatedClass, Arrays.asList(annotation.encoders()), Arrays.asList(annotation.decoders())),
                false);
    }

    /**
     * A class with {@code @ClientEndpoint}, of which the implementation makes the instances.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel client(Class<?> annotatedClass) throws DeploymentException {
        requireAnnotation(annotatedClass, ClientEndpoint.class, "specification 4.2");
        DeploymentErrors.requireConcrete(annotatedClass, "a client endpoint", "specification 4.2");
        DeploymentErrors.requireConstructor(annotatedClass, "a client endpoint", "specification 4.2");
        return clientInstance(annotatedClass);
    }

    /**
     * The class of an instance with {@code @ClientEndpoint} that the application made itself.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel clientInstance(Class<?> annotatedClass) throws DeploymentException {
        ClientEndpoint annotation = requireAnnotation(annotatedClass, ClientEndpoint.class, "specification 4.2");
        return new EndpointModel(
                annotatedClass,
                Optional.empty(),
                coders(annotatedClass, Arrays.asList(annotation.encoders()), Arrays.asList(annotation.decoders())),
                false);
    }

    /**
     * A server endpoint whose path and coders are the configuration's. Its class is an {@link Endpoint}, or its
     * annotated methods are called whether the class is annotated or not.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel server(ServerEndpointConfig config) throws DeploymentException {
        Class<?> type = config.getEndpointClass();
        boolean programmatic = Endpoint.class.isAssignableFrom(type);
        boolean constructed = !makesInstances(config.getConfigurator());
        if (!programmatic) {
            requireServerClass(type, constructed);
        } else if (constructed) {
            requireProgrammaticClass(type);
        }
        return new EndpointModel(type, Optional.of(path(type, config.getPath())), coders(type, config), programmatic);
    }

    /**
     * A client endpoint of which the implementation makes the instances.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel client(Class<? extends Endpoint> endpointClass, ClientEndpointConfig config)
            throws DeploymentException {
        requireProgrammaticClass(endpointClass);
        return clientInstance(endpointClass, config);
    }

    /**
     * The class of a client endpoint's instance that the application made itself.
     *
     * @throws DeploymentException when a rule is broken
     */
    public static EndpointModel clientInstance(Class<? extends Endpoint> endpointClass, ClientEndpointConfig config)
            throws DeploymentException {
        return new EndpointModel(endpointClass, Optional.empty(), coders(endpointClass, config), true);
    }

    /**
     * The class that the application wrote, for an instance of it or of a subclass that was made at run time, such as the
     * proxies and intercepted beans of CDI.
     */
    public static Class<?> classOf(Object instance) {
        Class<?> type = instance.getClass();
        while (type.isSynthetic() && type.getSuperclass() != null) {
            type = type.getSuperclass();
        }
        return type;
    }

    /**
     * Whether a class that was found by scanning an archive is a server endpoint to deploy: annotated itself, public
     * and concrete (WSC-4.8.2).
     */
    public static boolean isServerEndpoint(Class<?> scanned) {
        return scanned.isAnnotationPresent(ServerEndpoint.class)
                && Modifier.isPublic(scanned.getModifiers())
                && !Modifier.isAbstract(scanned.getModifiers());
    }

    private static <A extends Annotation> A requireAnnotation(Class<?> type, Class<A> annotation, String rule)
            throws DeploymentException {
        A present = type.getDeclaredAnnotation(annotation);
        if (present == null) {
            requireNotMerelyInherited(type, annotation);
            throw DeploymentErrors.error(type.getName(), "is not annotated with @" + annotation.getSimpleName(), rule);
        }
        if (Endpoint.class.isAssignableFrom(type)) {
            throw DeploymentErrors.error(
                    type.getName(),
                    "has @" + annotation.getSimpleName() + " and extends Endpoint; an endpoint is either of them, so"
                            + " that it is clear which methods are called",
                    rule);
        }
        return present;
    }

    private static void requireNotMerelyInherited(Class<?> type, Class<? extends Annotation> annotation)
            throws DeploymentException {
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (c.isAnnotationPresent(annotation)) {
                throw DeploymentErrors.error(
                        type.getName(),
                        "extends the endpoint " + c.getName() + ", but is not annotated with @"
                                + annotation.getSimpleName() + " itself, and the annotation is not inherited",
                        "WSC-4.8.1");
            }
        }
    }

    private static void requireServerClass(Class<?> type, boolean constructed) throws DeploymentException {
        DeploymentErrors.requirePublic(type, "a server endpoint", "WSC-4.1-1");
        DeploymentErrors.requireConcrete(type, "a server endpoint", "WSC-4.1-1");
        if (constructed) {
            DeploymentErrors.requireConstructor(type, "a server endpoint", "WSC-4.1-1");
        }
    }

    private static void requireProgrammaticClass(Class<?> type) throws DeploymentException {
        DeploymentErrors.requirePublic(type, "an endpoint", PROGRAMMATIC_RULE);
        DeploymentErrors.requireConcrete(type, "an endpoint", PROGRAMMATIC_RULE);
        DeploymentErrors.requireConstructor(type, "an endpoint", PROGRAMMATIC_RULE);
    }

    /** Whether a configurator has its own way to come by endpoint instances (3.1.7). */
    private static boolean makesInstances(ServerEndpointConfig.Configurator configurator) {
        // A configuration that was built without a configurator has the platform's own, which calls the constructor.
        return configurator != null && overridesInstances(configurator.getClass()) && !isPlatformDefault(configurator);
    }

    private static boolean isPlatformDefault(ServerEndpointConfig.Configurator configurator) {
        try {
            return configurator.getContainerDefaultConfigurator().getClass() == configurator.getClass();
        } catch (RuntimeException e) {
            // No platform's configurator can be loaded here, so this is not it.
            return false;
        }
    }

    private static boolean overridesInstances(Class<?> configurator) {
        try {
            return configurator.getMethod("getEndpointInstance", Class.class).getDeclaringClass()
                    != ServerEndpointConfig.Configurator.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("Every configurator has this method.", e);
        }
    }

    private static PathTemplate path(Class<?> type, String path) throws DeploymentException {
        try {
            return PathTemplate.parse(path);
        } catch (DeploymentException e) {
            throw DeploymentErrors.within(type, e);
        }
    }

    private static CoderModel coders(Class<?> type, EndpointConfig config) throws DeploymentException {
        return coders(type, config.getEncoders(), config.getDecoders());
    }

    private static CoderModel coders(
            Class<?> type, List<Class<? extends Encoder>> encoders, List<Class<? extends Decoder>> decoders)
            throws DeploymentException {
        try {
            return CoderModel.of(encoders, decoders);
        } catch (DeploymentException e) {
            throw DeploymentErrors.within(type, e);
        }
    }

    public Class<?> endpointClass() {
        return endpointClass;
    }

    /** Whether instances are called by the methods of {@link Endpoint}; a model of such a class has no methods. */
    public boolean programmatic() {
        return programmatic;
    }

    /** The path of a server endpoint; empty for a client's. */
    public Optional<PathTemplate> path() {
        return path;
    }

    public Optional<LifecycleMethod> onOpen() {
        return onOpen;
    }

    public Optional<LifecycleMethod> onClose() {
        return onClose;
    }

    public Optional<LifecycleMethod> onError() {
        return onError;
    }

    /** Whether one of its methods reads messages as streams, which may wait for the peer. */
    public boolean readsStreams() {
        return Stream.of(textMethod, binaryMethod)
                .flatMap(Optional::stream)
                .anyMatch(method ->
                        method.kind() == MessageKind.TEXT_READER || method.kind() == MessageKind.BINARY_STREAM);
    }

    /** What takes text messages. It may be the same method as {@link #binaryMethod}, with decoders for both. */
    public Optional<MessageMethod> textMethod() {
        return textMethod;
    }

    public Optional<MessageMethod> binaryMethod() {
        return binaryMethod;
    }

    public Optional<MessageMethod> pongMethod() {
        return pongMethod;
    }

    public CoderModel coders() {
        return coders;
    }

    /**
     * Converts the path parameters of a connection, once for all methods. One that does not convert is not reported
     * here but to the methods that want it (WSC-4.3-6).
     *
     * @param pathParameters the decoded values of the path template's variables
     */
    public PathArguments pathArguments(Map<String, String> pathParameters) {
        return this.pathParameters.arguments(pathParameters);
    }

    /** The class and, for a server endpoint, its path. */
    @Override
    public String toString() {
        return endpointClass.getName() + path.map(template -> " at " + template).orElse("");
    }
}
