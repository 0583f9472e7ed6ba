package dev.sheetbend.websocket.servlet.tomcat;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.NativeUpgrader;
import dev.sheetbend.websocket.servlet.TransportServices;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.coyote.http11.Http11NioProtocol;

/** Has Tomcat hand the socket of an upgraded connection to a {@link TomcatUpgradeHandler}. Any thread. */
public final class TomcatUpgrader implements NativeUpgrader {
    private final Field requestOfFacade;

    /**
     * How many of Tomcat's threads may run endpoints at the same time. Without a bound, endpoints that wait for their own
     * writes could occupy all of them, and writes go on on those threads too.
     */
    private final Semaphore inlineTurns = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * Called by reflection.
     *
     * @throws ReflectiveOperationException when this version of Tomcat lacks something that the transport needs
     */
    public TomcatUpgrader() throws ReflectiveOperationException {
        TomcatSocket.checkInternals();
        requestOfFacade = RequestFacade.class.getDeclaredField("request");
        requestOfFacade.setAccessible(true);
    }

    /** Only sockets of Tomcat's default connector can be driven from outside. */
    @Override
    public boolean handles(HttpServletRequest request) {
        if (!(request instanceof RequestFacade)) {
            return false;
        }
        try {
            Connector connector = ((Request) requestOfFacade.get(request)).getConnector();
            return connector.getProtocolHandler() instanceof Http11NioProtocol
                    && !"false".equals(String.valueOf(connector.getProperty("useAsyncIO")));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The constructor has made the field accessible.", e);
        }
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
        try {
            request.upgrade(TomcatUpgradeHandler.class).configure(services, inlineTurns, acceptor);
        } catch (ServletException e) {
            throw new IOException("Tomcat refuses to upgrade the connection", e);
        }
    }
}
