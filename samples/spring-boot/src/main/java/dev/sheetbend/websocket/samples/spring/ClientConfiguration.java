package dev.sheetbend.websocket.samples.spring;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the application's clients share. */
@Configuration(proxyBeanMethods = false)
public class ClientConfiguration {
    /** A bean, so that Spring closes it, and its sessions with 1001, when the application ends. */
    @Bean
    static WebSocketContainer clientContainer() {
        return ContainerProvider.getWebSocketContainer();
    }
}
