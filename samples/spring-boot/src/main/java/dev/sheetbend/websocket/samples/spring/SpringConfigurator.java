package dev.sheetbend.websocket.samples.spring;

import jakarta.websocket.server.ServerEndpointConfig;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.stereotype.Component;

/**
 * Takes endpoints from Spring. (Spring's class of this name looks for an application context that Spring Boot does not
 * register.) Spring makes one instance of it, as a bean, and the WebSocket container another, so they share the factory.
 */
@Component
public class SpringConfigurator extends ServerEndpointConfig.Configurator implements BeanFactoryAware {
    private static final AtomicReference<BeanFactory> BEANS = new AtomicReference<>();

    @Override
    public void setBeanFactory(BeanFactory beans) {
        BEANS.set(beans);
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return BEANS.get().getBean(endpointClass);
    }
}
