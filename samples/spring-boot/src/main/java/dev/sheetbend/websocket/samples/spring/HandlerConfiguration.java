package dev.sheetbend.websocket.samples.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Spring's own handlers, which its {@code DispatcherServlet} maps and upgrades by the API's {@code ServerContainer}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class HandlerConfiguration implements WebSocketConfigurer {
    /** The longest text for every endpoint that says nothing else, in bytes of UTF-8. */
    static final int LONGEST_TEXT = 64 * 1024;

    private final ShoutingHandler shouting;

    HandlerConfiguration(ShoutingHandler shouting) {
        this.shouting = shouting;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(shouting, "/shouting");
    }

    /** Spring's way to set what the API can set for the whole container. */
    @Bean
    static ServletServerContainerFactoryBean containerSettings() {
        var settings = new ServletServerContainerFactoryBean();
        settings.setMaxTextMessageBufferSize(LONGEST_TEXT);
        return settings;
    }
}
