package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Without annotations; {@link SuiteApplication} and {@link ControlServlet} say where it is. */
public final class ProgrammaticEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Journal.note(session, "open");
        session.addMessageHandler(String.class, text -> answer(text, session));
        session.addMessageHandler(new Binary(session));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        Journal.note(session, "close " + reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
    }

    private static void answer(String text, Session session) {
        try {
            session.getBasicRemote().sendText(text + session.getPathParameters());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends each part of a binary message back. */
    private record Binary(Session session) implements MessageHandler.Partial<ByteBuffer> {
        @Override
        public void onMessage(ByteBuffer part, boolean last) {
            try {
                session.getBasicRemote().sendBinary(part, last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
