package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a scan's result is to be deployed (specification, 4.8 and 6.2).
 *
 * @param annotated endpoint classes
 * @param configs of programmatic endpoints
 */
public record ScannedEndpoints(Set<Class<?>> annotated, Set<ServerEndpointConfig> configs) {
    /**
     * @throws DeploymentException when an application's configuration class cannot be used
     */
    public static ScannedEndpoints of(Set<Class<?>> classes) throws DeploymentException {
        Set<Class<?>> annotated = select(classes, EndpointModel::isServerEndpoint);
        Set<Class<?>> configClasses = select(classes, type -> isConcrete(type, ServerApplicationConfig.class));
        if (configClasses.isEmpty()) {
            return new ScannedEndpoints(annotated, Set.of());
        }
        Set<Class<?>> programmatic = select(classes, ScannedEndpoints::isApplicationsEndpoint);
        var chosen = new ScannedEndpoints(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Class<?> configClass : configClasses) {
            chosen.add(
                    instantiate(configClass),
                    inArchiveOf(configClass, annotated),
                    inArchiveOf(configClass, programmatic));
        }
        return chosen;
    }

    private void add(ServerApplicationConfig application, Set<Class<?>> annotatedScan, Set<Class<?>> programmaticScan)
            throws DeploymentException {
        var endpoints = new LinkedHashSet<Class<? extends Endpoint>>();
        programmaticScan.forEach(type -> endpoints.add(type.asSubclass(Endpoint.class)));
        try {
            Optional.ofNullable(application.getAnnotatedEndpointClasses(annotatedScan))
                    .ifPresent(annotated::addAll);
            Optional.ofNullable(application.getEndpointConfigs(endpoints)).ifPresent(configs::addAll);
        } catch (RuntimeException | LinkageError e) {
            throw new DeploymentException(
                    application.getClass().getName() + ": failed to choose the endpoints to deploy: " + e, e);
        }
    }

    private static ServerApplicationConfig instantiate(Class<?> configClass) throws DeploymentException {
        try {
            return configClass
                    .asSubclass(ServerApplicationConfig.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new DeploymentException(
                    configClass.getName() + ": a ServerApplicationConfig must have a public constructor without"
                            + " parameters that works (specification 6.2)",
                    e);
        }
    }

    private static Set<Class<?>> select(Set<Class<?>> classes, Predicate<Class<?>> wanted) {
        var selected = new LinkedHashSet<Class<?>>();
        classes.stream().filter(wanted).forEach(selected::add);
        return selected;
    }

    private static boolean isConcrete(Class<?> type, Class<?> supertype) {
        return supertype.isAssignableFrom(type) && !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    }

    /** Those that could be deployed: a client's endpoint, say, need not be public (specification, 2.1.1 and 4.8). */
    private static boolean isApplicationsEndpoint(Class<?> type) {
        return isConcrete(type, Endpoint.class)
                && Modifier.isPublic(type.getModifiers())
                && !OtherImplementations.haveClass(type.getName());
    }

    /** A configuration class is asked about its own archive only (WSC-6.2-4). */
    private static Set<Class<?>> inArchiveOf(Class<?> configClass, Set<Class<?>> classes) {
        Optional<String> archive = archive(configClass);
        return select(classes, type -> archive(type).equals(archive));
    }

    private static Optional<String> archive(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return Optional.ofNullable(source)
                .map(CodeSource::getLocation)
                .map(location -> withoutFile(location.toString(), type));
    }

    /** For GlassFish a class of WEB-INF/classes comes from its own file, and not from that directory. */
    private static String withoutFile(String location, Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        return location.endsWith(file) ? location.substring(0, location.length() - file.length()) : location;
    }
}
