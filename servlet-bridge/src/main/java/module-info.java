/** Serves WebSocket endpoints in any servlet container. */
module dev.sheetbend.websocket.servlet {
    requires dev.sheetbend.websocket;
    requires jakarta.servlet;
}
