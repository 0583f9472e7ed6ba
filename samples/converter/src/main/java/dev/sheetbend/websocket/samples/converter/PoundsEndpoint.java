package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Does not know yet whether pounds are a weight or a currency. */
@Draft
@ServerEndpoint("/pounds")
public class PoundsEndpoint {
    @OnMessage
    public String onMessage(String text) {
        return Numbers.parse(text).stream()
                .mapToObj(amount -> Numbers.format(amount, "lb") + " = " + Numbers.format(amount * 0.45359237, "kg"))
                .findFirst()
                .orElse(Numbers.NOT_A_NUMBER);
    }
}
