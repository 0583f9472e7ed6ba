package dev.sheetbend.websocket.benchmarks.server;

import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;

/**
 * Undertow's own WebSocket. Embedded without further ado it runs endpoints on I/O threads, which then must not block; WildFly
 * has it dispatch to workers, which is what every other server does. It compresses only with an extension that its
 * users name, so this names it.
 */
public final class OwnUndertowWebSocket {
    /** A system property: whether it dispatches to workers. */
    public static final String DISPATCH = "benchmarks.undertow.dispatch";

    private OwnUndertowWebSocket() {}

    static void deploy(DeploymentInfo deployment) {
        WebSocketDeploymentInfo webSocket =
                new WebSocketDeploymentInfo().addExtension(new PerMessageDeflateHandshake());
        webSocket.setDispatchToWorkerThread(Boolean.getBoolean(DISPATCH));
        Endpoints.ALL.forEach(webSocket::addEndpoint);
        deployment.addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSocket);
    }
}
