package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Converts knots. */
@ServerEndpoint("/knots")
public class KnotsEndpoint {
    @OnMessage
    public String onMessage(String text) {
        return Numbers.parse(text).stream()
                .mapToObj(amount -> Numbers.format(amount, "kn") + " = " + Numbers.format(amount * 1.852, "km/h"))
                .findFirst()
                .orElse(Numbers.NOT_A_NUMBER);
    }
}
