package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/** Converts lengths; what from and to is in its configuration, and there is one for each path. */
public class LengthEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Scale scale = Scale.of(config);
        MessageHandler.Whole<String> converter =
                text -> session.getAsyncRemote().sendText(answer(scale, text));
        session.addMessageHandler(String.class, converter);
    }

    private static String answer(Scale scale, String text) {
        return Numbers.parse(text).stream()
                .mapToObj(amount -> Numbers.format(amount, scale.other()) + " = "
                        + Numbers.format(scale.toMetric(amount), scale.metric()))
                .findFirst()
                .orElse(Numbers.NOT_A_NUMBER);
    }
}
