package dev.sheetbend.websocket.benchmarks.server.raw;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * A connection of {@link RawTomcat}. Reads and writes the channel itself, since the wrapper around it does no more than
 * 8 KiB at once. Public for Tomcat, which calls it under the socket's lock.
 */
public final class TomcatEcho implements InternalHttpUpgradeHandler {
    private static final Buffers BUFFERS = new Buffers();

    private volatile SocketWrapperBase<?> socket;
    private volatile ByteEcho echo;

    /** For Tomcat. */
    public TomcatEcho() {}

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        socket = wrapper;
        NioChannel channel = (NioChannel) wrapper.getSocket();
        echo = new ByteEcho(channel, channel);
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
                case OPEN_READ -> await(read());
                case OPEN_WRITE -> await(echo.writable());
                default -> SocketState.CLOSED;
            };
        } catch (IOException e) {
            // The peer has reset it.
            return SocketState.CLOSED;
        }
    }

    private ByteEcho.Next read() throws IOException {
        ByteBuffer buffer = BUFFERS.acquire();
        try {
            if (socket.getSocketBufferHandler().isReadBufferEmpty()) {
                return echo.readable(buffer);
            }
            // What has come behind the handshake.
            socket.read(false, buffer);
            return echo.write(buffer.flip());
        } finally {
            BUFFERS.release(buffer);
        }
    }

    private SocketState await(ByteEcho.Next next) {
        return switch (next) {
            case READABLE -> SocketState.UPGRADED;
            case WRITABLE -> {
                // Nothing is read before the peer has taken what is left: this answer asks Tomcat for no other event.
                socket.registerWriteInterest();
                yield SocketState.SUSPENDED;
            }
            case END -> SocketState.CLOSED;
        };
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
