package dev.sheetbend.websocket.benchmarks.server.raw;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/** The echo of bytes on a connection that Jetty upgrades to. */
public final class RawJetty extends RawUpgrade {
    @Override
    void upgrade(HttpServletRequest request) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        Connector connector = core.getConnectionMetaData().getConnector();
        core.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new JettyEcho(
                        core.getTunnelSupport().getEndPoint(), connector.getExecutor(), connector.getByteBufferPool()));
    }
}
