package dev.sheetbend.websocket.samples.spring;

import dev.sheetbend.websocket.servlet.SheetbendInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;

/** What puts Sheetbend into the application. */
@Configuration(proxyBeanMethods = false)
public class SheetbendConfiguration {
    /** Embedded servers of Spring Boot look for no initializers in jars, so it is called here. */
    @Bean
    static ServletContextInitializer sheetbend() {
        return context -> new SheetbendInitializer().onStartup(Set.of(), context);
    }

    /** Embedded servers of Spring Boot end connections before they stop the application. */
    @Bean
    static ApplicationListener<ContextClosedEvent> sheetbendStop(ApplicationContext own, ServletContext context) {
        return event -> {
            // Contexts below this one tell it when they close, too.
            if (event.getApplicationContext() == own) {
                SheetbendInitializer.stop(context);
            }
        };
    }

    /** Deploys the beans whose classes have {@code @ServerEndpoint}. */
    @Bean
    static ServerEndpointExporter serverEndpointExporter() {
        return new ServerEndpointExporter();
    }
}
