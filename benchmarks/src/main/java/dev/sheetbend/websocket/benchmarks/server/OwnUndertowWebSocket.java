package dev.sheetbend.websocket.benchmarks.server;

import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;

/**
 * Undertow's own WebSocket with its defaults: endpoints run on I/O threads. It compresses only with an extension that its
 * users name, so this names it.
 */
final class OwnUndertowWebSocket {
    private OwnUndertowWebSocket() {}

    static void deploy(DeploymentInfo deployment) {
        WebSocketDeploymentInfo webSocket =
                new WebSocketDeploymentInfo().addExtension(new PerMessageDeflateHandshake());
        Endpoints.ALL.forEach(webSocket::addEndpoint);
        deployment.addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSocket);
    }
}
