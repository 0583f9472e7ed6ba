package dev.sheetbend.websocket.samples.spring;

import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Controller;

/** Passes on to everybody at {@code /topic/news} what somebody sends to {@code /app/news}. */
@Controller
public class NewsController {
    /** @return the news */
    @MessageMapping("/news")
    @SendTo("/topic/news")
    public String news(String text) {
        return "News: " + text;
    }
}
