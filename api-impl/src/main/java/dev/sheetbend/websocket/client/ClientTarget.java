package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.Instances;
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
 * @param instances what was made for the connection
 */
record ClientTarget(EndpointModel model, Object instance, ClientEndpointConfig config, Instances instances) {
    static ClientTarget annotatedInstance(Object annotated, Instances instances) throws DeploymentException {
        requireGiven(annotated, "endpoint instance");
        Class<?> type = EndpointModel.classOf(annotated);
        EndpointModel model = EndpointModel.clientInstance(type);
        return new ClientTarget(model, annotated, config(type, instances), instances);
    }

    static ClientTarget annotatedClass(Class<?> annotated, Instances instances) throws DeploymentException {
        requireGiven(annotated, "endpoint class");
        EndpointModel model = EndpointModel.client(annotated);
        ClientEndpointConfig config = config(annotated, instances);
        return new ClientTarget(model, create(annotated, instances), config, instances);
    }

    static ClientTarget programmatic(Endpoint instance, ClientEndpointConfig config, Instances instances)
            throws DeploymentException {
        requireGiven(instance, "endpoint instance");
        ClientEndpointConfig actual = orPlain(config);
        Class<? extends Endpoint> type = EndpointModel.classOf(instance).asSubclass(Endpoint.class);
        return new ClientTarget(EndpointModel.clientInstance(type, actual), instance, actual, instances);
    }

    static ClientTarget programmaticClass(
            Class<? extends Endpoint> type, ClientEndpointConfig config, Instances instances)
            throws DeploymentException {
        requireGiven(type, "endpoint class");
        ClientEndpointConfig actual = orPlain(config);
        EndpointModel model = EndpointModel.client(type, actual);
        return new ClientTarget(model, create(type, instances), actual, instances);
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
    private static ClientEndpointConfig config(Class<?> annotated, Instances instances) throws DeploymentException {
        ClientEndpoint annotation = annotated.getDeclaredAnnotation(ClientEndpoint.class);
        var builder = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(Arrays.asList(annotation.subprotocols()))
                .encoders(Arrays.asList(annotation.encoders()))
                .decoders(Arrays.asList(annotation.decoders()));
        if (annotation.configurator() != ClientEndpointConfig.Configurator.class) {
            builder.configurator(create(annotation.configurator(), instances));
        }
        return builder.build();
    }

    private static <T> T create(Class<T> type, Instances instances) throws DeploymentException {
        try {
            return instances.create(type);
        } catch (InstantiationException e) {
            throw new DeploymentException(e.getMessage(), e);
        }
    }
}
