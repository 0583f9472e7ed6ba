package dev.sheetbend.websocket.benchmarks.server.raw;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** A connection of {@link RawTomcat}. Public for Tomcat, which calls it under the socket's lock. */
public final class TomcatEcho implements InternalHttpUpgradeHandler {
    private static final Buffers BUFFERS = new Buffers();

    private volatile SocketWrapperBase<?> socket;

    /** For Tomcat. */
    public TomcatEcho() {}

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        socket = wrapper;
        wrapper.setReadTimeout(-1);
        wrapper.setWriteTimeout(-1);
    }

    @Override
    public void init(WebConnection connection) {
        // The first event comes by itself.
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        try {
            return switch (event) {
                case OPEN_READ -> echo();
                case OPEN_WRITE -> flush();
                default -> SocketState.CLOSED;
            };
        } catch (IOException e) {
            // The peer has reset it.
            return SocketState.CLOSED;
        }
    }

    private SocketState echo() throws IOException {
        ByteBuffer buffer = BUFFERS.acquire();
        try {
            int count = socket.read(false, buffer);
            if (count < 0) {
                return SocketState.CLOSED;
            }
            if (count == 0) {
                return SocketState.UPGRADED;
            }
            // Tomcat keeps a copy of what the peer does not take at once.
            socket.write(false, buffer.flip());
        } finally {
            BUFFERS.release(buffer);
        }
        return flush();
    }

    private SocketState flush() throws IOException {
        if (!socket.flush(false)) {
            return SocketState.UPGRADED;
        }
        // Nothing is read before the peer has taken what is left: this answer asks Tomcat for no other event.
        socket.registerWriteInterest();
        return SocketState.SUSPENDED;
    }

    @Override
    public void destroy() {
        // It holds nothing.
    }

    @Override
    public void timeoutAsync(long now) {
        // For asynchronous requests; this is none.
    }

    @Override
    public void setSslSupport(SSLSupport support) {
        // There is no TLS.
    }

    @Override
    public void pause() {
        // The connector takes no new connections; those that are there go on.
    }
}
