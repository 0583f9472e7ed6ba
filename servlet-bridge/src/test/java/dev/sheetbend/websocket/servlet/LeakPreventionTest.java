package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sheetbend.websocket.container.DefaultConfigurator;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** What it does beside Tomcat's API, of which the distributions' tests know more. */
class LeakPreventionTest {
    private final ClassLoader foreign =
            new URLClassLoader(new URL[0], getClass().getClassLoader());

    @Test
    void anyLoaderMayBeLetGoOfAnyNumberOfTimes() {
        assertThatCode(() -> {
                    for (ClassLoader loader :
                            new ClassLoader[] {foreign, foreign, getClass().getClassLoader()}) {
                        LeakPrevention.letGoOf(loader);
                        LeakPrevention.letGoOf(loader);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theApiFindsTheDefaultConfiguratorAfterwards() {
        assertThat(new Configurator().getContainerDefaultConfigurator()).isInstanceOf(DefaultConfigurator.class);

        LeakPrevention.letGoOf(DefaultConfigurator.class.getClassLoader());

        assertThat(new Configurator().getContainerDefaultConfigurator()).isInstanceOf(DefaultConfigurator.class);
    }
}
