package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.HandlerPool;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;

/** The endpoints of one ServletContext, with what their transports share. Thread safe. */
final class ServletServerContainer extends ServerEndpointContainer implements Upgrades {
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;
    private static final long HANDLER_KEEP_ALIVE_SECONDS = 30;

    private final HandlerPool workers;
    private final UpgradeFilter filter;

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    ServletServerContainer(Settings settings) {
        super(settings);
        workers = new HandlerPool(settings.handlerThreads(), "sheetbend-handler", HANDLER_KEEP_ALIVE_SECONDS);
        filter = new UpgradeFilter(
                this, new TransportServices(bufferPool(), workers, timer(), settings.nativeTransport()));
    }

    /** Answers the opening handshakes of this container's endpoints. */
    UpgradeFilter filter() {
        return filter;
    }

    @Override
    public void upgradeHttpToWebSocket(
            Object httpServletRequest,
            Object httpServletResponse,
            ServerEndpointConfig sec,
            Map<String, String> pathParameters)
            throws IOException, DeploymentException {
        if (!(httpServletRequest instanceof HttpServletRequest request)
                || !(httpServletResponse instanceof HttpServletResponse response)) {
            throw new IllegalArgumentException(
                    "The request and the response must be an HttpServletRequest and an HttpServletResponse.");
        }
        UpgradeAnswer answer = answer(sec, pathParameters, OpeningRequests.copyOf(request));
        if (answer instanceof UpgradeAnswer.PassOn) {
            throw new IllegalStateException("The request is not an opening handshake of WebSocket.");
        }
        if (answer instanceof UpgradeAnswer.Refused refused
                && (refused.status() == BAD_REQUEST || refused.status() == UPGRADE_REQUIRED)) {
            throw new IllegalStateException("The request is not a correct opening handshake: " + refused.message());
        }
        filter.carryOut(answer, request, response);
    }

    @Override
    public void serverStops() {
        stop();
    }

    @Override
    public void stop() {
        super.stop();
        workers.shutdown();
    }
}
