package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.EndpointThreads;

/** On the threads of Tomcat itself. */
class TomcatPooledTransportTest extends TomcatNativeContract {
    TomcatPooledTransportTest() {
        super(new TomcatServer());
    }

    @Override
    EndpointThreads threads() {
        return EndpointThreads.POOLED;
    }
}
