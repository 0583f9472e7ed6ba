package dev.sheetbend.websocket.samples.spring;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Answers in capitals; with the subprotocol {@code loud} even louder. */
@Component
public class ShoutingHandler extends TextWebSocketHandler implements SubProtocolCapable {
    static final String LOUD = "loud";

    @Override
    public List<String> getSubProtocols() {
        return List.of(LOUD);
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
        String mark = LOUD.equals(session.getAcceptedProtocol()) ? "!!!" : "!";
        session.sendMessage(new TextMessage(message.getPayload().toUpperCase(Locale.ROOT) + mark));
    }
}
