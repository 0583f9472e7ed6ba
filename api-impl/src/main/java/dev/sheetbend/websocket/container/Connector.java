package dev.sheetbend.websocket.container;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;

/**
 * Connects the client endpoints of one container; each method is the one of the same form in
 * {@link jakarta.websocket.WebSocketContainer}. Thread safe.
 */
public interface Connector {
    /** An annotated instance. */
    Session connectInstance(Object annotated, URI uri) throws DeploymentException, IOException;

    /** An annotated class. */
    Session connectClass(Class<?> annotated, URI uri) throws DeploymentException, IOException;

    /**
     * @param config or null for one without anything
     */
    Session connectEndpoint(Endpoint instance, ClientEndpointConfig config, URI uri)
            throws DeploymentException, IOException;

    /**
     * @param config or null for one without anything
     */
    Session connectEndpoint(Class<? extends Endpoint> type, ClientEndpointConfig config, URI uri)
            throws DeploymentException, IOException;

    /**
     * Closes every session with 1001, gives the closing handshakes a moment and cuts what is left; then no more
     * connections are made, and the threads end. Any number of times.
     */
    void stop();
}
