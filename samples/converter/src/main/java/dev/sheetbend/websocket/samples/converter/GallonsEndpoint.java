package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Does not know yet whose gallons. */
@Draft
@ServerEndpoint("/gallons")
public class GallonsEndpoint {
    @OnMessage
    public String onMessage(String text) {
        return Numbers.parse(text).stream()
                .mapToObj(amount -> Numbers.format(amount, "gal") + " = " + Numbers.format(amount * 3.785411784, "l"))
                .findFirst()
                .orElse(Numbers.NOT_A_NUMBER);
    }
}
