package dev.sheetbend.websocket.samples.spring;

import org.springframework.stereotype.Service;

/** Something to inject. */
@Service
public class Greetings {
    /** @return a sentence for somebody */
    public String greet(String name) {
        return "Good morning, " + name;
    }
}
