package dev.sheetbend.websocket.servlet.undertow;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.NativeUpgrader;
import dev.sheetbend.websocket.servlet.TransportServices;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Has Undertow hand over the connection itself when the answer with 101 has left. Any thread. */
public final class UndertowUpgrader implements NativeUpgrader {
    /** Of all connections, since their services are the same; or null. Guarded by this. */
    private DeliveryCrew crew;

    /**
     * Called by reflection.
     *
     * @throws LinkageError when a class is missing that the transport needs: better now than behind the answer
     */
    public UndertowUpgrader() {
        UndertowSocket.checkClasses();
    }

    /** HTTP/2 and AJP have no connection to hand over. */
    @Override
    public boolean handles(HttpServletRequest request) {
        return request instanceof HttpServletRequestImpl impl
                && impl.getExchange().getConnection() instanceof HttpServerConnection;
    }

    @Override
    public void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, List<String>> headers,
            TransportServices services,
            Acceptor acceptor)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        NativeUpgrader.setHeaders(headers, response);
        HttpServerExchange exchange = ((HttpServletRequestImpl) request).getExchange();
        UndertowUpgrade upgrade = new UndertowUpgrade(services, crew(services), acceptor);
        exchange.upgradeChannel(upgrade);
        exchange.getConnection().addCloseListener(upgrade);
    }

    private synchronized DeliveryCrew crew(TransportServices services) {
        if (crew == null) {
            crew = new DeliveryCrew(
                    services.workers(), services.timer(), Runtime.getRuntime().availableProcessors());
        }
        return crew;
    }
}
