package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.EndpointThreads;

/** On workers that Undertow's I/O threads wake. */
class UndertowPooledTransportTest extends UndertowNativeContract {
    UndertowPooledTransportTest() {
        super(new UndertowServer());
    }

    @Override
    EndpointThreads threads() {
        return EndpointThreads.POOLED;
    }
}
