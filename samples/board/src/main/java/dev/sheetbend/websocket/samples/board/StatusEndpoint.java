package dev.sheetbend.websocket.samples.board;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** Tells how much there is on all boards. It has a constructor with an argument: see {@link StatusListener}. */
public class StatusEndpoint extends Endpoint {
    private final Boards boards;
    private Listener page;

    StatusEndpoint(Boards boards) {
        this.boards = boards;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        page = Listener.at(session);
        boards.watch(page);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        boards.unwatch(page);
    }
}
