package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.EndpointThreads;

/** On the threads of Jetty itself. */
class JettyPooledTransportTest extends JettyTransportContract {
    @Override
    EndpointThreads threads() {
        return EndpointThreads.POOLED;
    }
}
