package dev.sheetbend.websocket.benchmarks.server;

import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;

/**
 * Undertow's own WebSocket. Embedded without further ado it runs endpoints on I/O threads, which then must not block;
 * WildFly has it dispatch to workers, which is what every other server does. Embedded it also reads and writes through
 * buffers of 1 KiB, and takes twice the processor time for what is longer; here they have 16 KiB, as in WildFly. It
 * compresses only with an extension that its users name, so this names it.
 */
public final class OwnUndertowWebSocket {
    /** A system property: whether it dispatches to workers. */
    public static final String DISPATCH = "benchmarks.undertow.dispatch";

    private static final int BUFFER_BYTES = 16 * 1024;

    private OwnUndertowWebSocket() {}

    static void deploy(DeploymentInfo deployment) {
        deployment.addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSocket());
    }

    static WebSocketDeploymentInfo webSocket() {
        WebSocketDeploymentInfo webSocket = new WebSocketDeploymentInfo()
                .addExtension(new PerMessageDeflateHandshake())
                .setBuffers(new DefaultByteBufferPool(true, BUFFER_BYTES));
        webSocket.setDispatchToWorkerThread(Boolean.getBoolean(DISPATCH));
        Endpoints.ALL.forEach(webSocket::addEndpoint);
        return webSocket;
    }
}
