package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.InstanceFactory;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import java.util.Arrays;

/**
 * A client endpoint that is ready to be connected, whichever of the four forms it was given in.
 *
 * @param model of its class
 * @param instance that is called
 * @param config of the endpoint
 */
record ClientTarget(EndpointModel model, Object instance, ClientEndpointConfig config) {
    static ClientTarget annotatedInstance(Object annotated) throws DeploymentException {
        requireGiven(annotated, "endpoint instance");
        EndpointModel model = EndpointModel.clientInstance(annotated.getClass());
        return new ClientTarget(model, annotated, config(annotated.getClass()));
    }

    static ClientTarget annotatedClass(Class<?> annotated) throws DeploymentException {
        requireGiven(annotated, "endpoint class");
        EndpointModel model = EndpointModel.client(annotated);
        return new ClientTarget(model, create(annotated), config(annotated));
    }

    static ClientTarget programmatic(Endpoint instance, ClientEndpointConfig config) throws DeploymentException {
        requireGiven(instance, "endpoint instance");
        ClientEndpointConfig actual = orPlain(config);
        return new ClientTarget(EndpointModel.clientInstance(instance.getClass(), actual), instance, actual);
    }

    static ClientTarget programmaticClass(Class<? extends Endpoint> type, ClientEndpointConfig config)
            throws DeploymentException {
        requireGiven(type, "endpoint class");
        ClientEndpointConfig actual = orPlain(config);
        return new ClientTarget(EndpointModel.client(type, actual), create(type), actual);
    }

    private static void requireGiven(Object given, String what) throws DeploymentException {
        if (given == null) {
            throw new DeploymentException("The " + what + " must not be null.");
        }
    }

    private static ClientEndpointConfig orPlain(ClientEndpointConfig config) {
        return config != null ? config : ClientEndpointConfig.Builder.create().build();
    }

    /** The annotation's attributes as a configuration (specification, 4.2). */
    private static ClientEndpointConfig config(Class<?> annotated) throws DeploymentException {
        ClientEndpoint annotation = annotated.getDeclaredAnnotation(ClientEndpoint.class);
        var builder = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(Arrays.asList(annotation.subprotocols()))
                .encoders(Arrays.asList(annotation.encoders()))
                .decoders(Arrays.asList(annotation.decoders()));
        if (annotation.configurator() != ClientEndpointConfig.Configurator.class) {
            builder.configurator(create(annotation.configurator()));
        }
        return builder.build();
    }

    private static <T> T create(Class<T> type) throws DeploymentException {
        try {
            return InstanceFactory.reflective().create(type);
        } catch (InstantiationException e) {
            throw new DeploymentException(e.getMessage(), e);
        }
    }
}
