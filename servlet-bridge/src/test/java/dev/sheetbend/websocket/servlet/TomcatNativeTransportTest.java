package dev.sheetbend.websocket.servlet;

class TomcatNativeTransportTest extends TomcatNativeContract {
    TomcatNativeTransportTest() {
        super(new TomcatServer());
    }
}
