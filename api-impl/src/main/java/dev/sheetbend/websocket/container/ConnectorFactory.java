package dev.sheetbend.websocket.container;

/**
 * Makes the {@link Connector} of a container: a service, found by the service loader when a container connects for the
 * first time, so that a server that is never a client loads nothing of it.
 */
public interface ConnectorFactory {
    /** The connector of this container, which has its defaults, its buffers and its timer. */
    Connector connector(BaseContainer container);
}
