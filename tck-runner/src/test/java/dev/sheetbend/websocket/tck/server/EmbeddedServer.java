package dev.sheetbend.websocket.tck.server;

/** One kind of container, as a launcher runs it. The launcher's main thread calls. */
interface EmbeddedServer {
    /**
     * Where it listens on the loopback interface.
     *
     * @param http the plain port
     * @param https the port with TLS
     */
    record Ports(int http, int https) {}

    /** Starts the application and both connectors. */
    Ports start(ServerSettings settings) throws Exception;

    /** The loader of the application's classes. */
    ClassLoader applicationLoader();

    /** Stops the application and then the container, in the order that the container has for it. */
    void stop() throws Exception;
}
