package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.InstanceFactory;
import dev.sheetbend.websocket.endpoint.InstanceSource;
import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import dev.sheetbend.websocket.session.EndpointSessions;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Arrays;

/**
 * A logical endpoint in service.
 *
 * @param model of its class
 * @param config as the application or the annotation gave it
 * @param applicationLoader the class loader that its code runs with
 * @param sessions all of its sessions
 */
record DeployedEndpoint(
        EndpointModel model, ServerConfigView config, ClassLoader applicationLoader, EndpointSessions sessions) {

    /**
     * @param deployment makes the configurator, and ends it
     */
    static DeployedEndpoint annotated(Class<?> endpointClass, InstanceSource source, Instances deployment)
            throws DeploymentException {
        EndpointModel model = model(endpointClass);
        return new DeployedEndpoint(
                model, config(endpointClass, source, deployment), loaderFor(endpointClass), new EndpointSessions());
    }

    /** Where the annotation puts the class. */
    static PathTemplate annotatedPath(Class<?> endpointClass) throws DeploymentException {
        return model(endpointClass).path().orElseThrow();
    }

    /** A class that the annotation or the methods name may be missing, which is told in several ways. */
    private static EndpointModel model(Class<?> endpointClass) throws DeploymentException {
        try {
            return EndpointModel.server(endpointClass);
        } catch (RuntimeException | LinkageError e) {
            throw new DeploymentException(endpointClass.getName() + ": cannot be read: " + e, e);
        }
    }

    static DeployedEndpoint configured(ServerEndpointConfig config) throws DeploymentException {
        if (config == null) {
            throw new DeploymentException("The endpoint configuration must not be null.");
        }
        try {
            ServerConfigView view = ServerConfigView.of(config);
            if (view.getEndpointClass() == null) {
                throw new IllegalArgumentException("it has no endpoint class");
            }
            EndpointModel model = EndpointModel.server(view);
            return new DeployedEndpoint(model, view, loaderFor(view.getEndpointClass()), new EndpointSessions());
        } catch (RuntimeException | LinkageError e) {
            throw new DeploymentException(
                    config.getClass().getName() + ": the endpoint configuration cannot be used: " + e.getMessage(), e);
        }
    }

    /** As this one, with the sessions of another. */
    DeployedEndpoint with(EndpointSessions others) {
        return new DeployedEndpoint(model, config, applicationLoader, others);
    }

    /** The application's, as long as it can see the endpoint; a container may deploy from a thread of its own. */
    private static ClassLoader loaderFor(Class<?> endpointClass) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = endpointClass.getClassLoader();
        for (ClassLoader loader = context; loader != null; loader = loader.getParent()) {
            if (loader == own) {
                return context;
            }
        }
        return own;
    }

    private static ServerConfigView config(Class<?> endpointClass, InstanceSource source, Instances deployment)
            throws DeploymentException {
        var annotation = endpointClass.getAnnotation(ServerEndpoint.class);
        var builder = ServerEndpointConfig.Builder.create(endpointClass, annotation.value())
                .subprotocols(Arrays.asList(annotation.subprotocols()))
                .encoders(Arrays.asList(annotation.encoders()))
                .decoders(Arrays.asList(annotation.decoders()));
        Class<? extends ServerEndpointConfig.Configurator> type = annotation.configurator();
        if (type == ServerEndpointConfig.Configurator.class) {
            return ServerConfigView.of(
                    builder.configurator(new DefaultConfigurator()).build());
        }
        boolean settled;
        try {
            if (!InstanceFactory.isConstructible(type)) {
                throw brokenConfigurator(endpointClass, type, null);
            }
            settled = source.settled(type);
        } catch (LinkageError e) {
            // A class that it names is missing.
            throw brokenConfigurator(endpointClass, type, e);
        }
        if (!settled) {
            return ServerConfigView.of(
                    builder.configurator(new DefaultConfigurator()).build(),
                    () -> laterConfigurator(endpointClass, type, deployment));
        }
        return ServerConfigView.of(builder.configurator(configurator(endpointClass, type, deployment))
                .build());
    }

    private static ServerEndpointConfig.Configurator configurator(
            Class<?> endpointClass, Class<? extends ServerEndpointConfig.Configurator> type, Instances deployment)
            throws DeploymentException {
        try {
            return deployment.create(type);
        } catch (InstantiationException | LinkageError e) {
            throw brokenConfigurator(endpointClass, type, e);
        }
    }

    private static ServerEndpointConfig.Configurator laterConfigurator(
            Class<?> endpointClass, Class<? extends ServerEndpointConfig.Configurator> type, Instances deployment) {
        try {
            return configurator(endpointClass, type, deployment);
        } catch (DeploymentException e) {
            throw new IllegalStateException(e.getMessage(), e.getCause());
        }
    }

    private static DeploymentException brokenConfigurator(Class<?> endpointClass, Class<?> type, Throwable cause) {
        return new DeploymentException(
                endpointClass.getName() + ": its configurator " + type.getName()
                        + " must have a public constructor without parameters that works (specification 4.1.5)",
                cause);
    }
}
