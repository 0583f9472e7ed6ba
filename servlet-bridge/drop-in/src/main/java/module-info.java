/**
 * All of Sheetbend in one module: what {@code dev.sheetbend.websocket} and {@code dev.sheetbend.websocket.servlet} are
 * when they come in two jars. The name is the first one's, so that an application's own descriptor fits both.
 */
module dev.sheetbend.websocket {
    requires transitive jakarta.websocket;
    requires transitive jakarta.websocket.client;
    requires jakarta.servlet;

    exports dev.sheetbend.websocket;
}
