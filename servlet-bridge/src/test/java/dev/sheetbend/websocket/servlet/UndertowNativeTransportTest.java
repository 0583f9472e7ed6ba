package dev.sheetbend.websocket.servlet;

class UndertowNativeTransportTest extends UndertowNativeContract {
    UndertowNativeTransportTest() {
        super(new UndertowServer());
    }
}
