package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Converts degrees Fahrenheit. */
@ServerEndpoint("/fahrenheit")
public class FahrenheitEndpoint {
    @OnMessage
    public String onMessage(String text) {
        return Numbers.parse(text).stream()
                .mapToObj(amount -> Numbers.format(amount, "°F") + " = " + Numbers.format((amount - 32) / 1.8, "°C"))
                .findFirst()
                .orElse(Numbers.NOT_A_NUMBER);
    }
}
