package dev.sheetbend.websocket.samples.spring;

import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Spring's client, over Sheetbend. Any thread. */
@Component
public class ShoutingClient {
    private static final long SECONDS = 10;

    private final StandardWebSocketClient client;

    ShoutingClient(@Qualifier("clientContainer") WebSocketContainer container) {
        client = new StandardWebSocketClient(container);
    }

    /**
     * Connects, says something, and closes.
     *
     * @return the answer
     * @throws Exception when there is none within ten seconds
     */
    public String ask(URI server, String text) throws Exception {
        var answer = new CompletableFuture<String>();
        var headers = new WebSocketHttpHeaders();
        headers.setSecWebSocketProtocol(ShoutingHandler.LOUD);
        try (WebSocketSession session =
                client.execute(new FirstText(answer), headers, server).get(SECONDS, TimeUnit.SECONDS)) {
            session.sendMessage(new TextMessage(text));
            return answer.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Waits for the first message. */
    private static final class FirstText extends TextWebSocketHandler {
        private final CompletableFuture<String> answer;

        FirstText(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) {
            answer.complete(message.getPayload());
        }
    }
}
