package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

/** Answers with its path parameters and the query's. */
@ServerEndpoint("/path/{name}/{number}")
public final class PathEndpoint {
    /** The parameters by type, then the query parameter that the message names. */
    @OnMessage
    public String message(
            String query, Session session, @PathParam("number") int number, @PathParam("name") String name) {
        return name + "|" + (number + 1) + "|" + session.getPathParameters().get("name") + "|"
                + session.getRequestParameterMap().get(query);
    }
}
