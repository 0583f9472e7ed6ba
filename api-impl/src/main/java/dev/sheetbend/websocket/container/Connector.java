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

    /** Makes no more connections, and closes every session with 1001 without waiting for it. Any number of times. */
    void beginStop();

    /**
     * Gives the closing handshakes time, cuts what is left, and ends the threads, after {@link #beginStop}. Any number of
     * times.
     *
     * @param deadline when to cut, a {@link System#nanoTime} value; what was cut gets two seconds to end
     */
    void stop(long deadline);
}
