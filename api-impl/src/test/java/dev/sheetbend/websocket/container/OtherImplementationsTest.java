package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose classes are known by their names. */
class OtherImplementationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.tomcat.websocket.server.DefaultServerEndpointConfigurator",
                "org.eclipse.jetty.ee10.websocket.jakarta.server.config.ContainerDefaultConfigurator",
                "org.glassfish.tyrus.server.TyrusServerEndpointConfigurator",
                "io.undertow.websockets.jsr.DefaultContainerConfigurator",
                "io.openliberty.wsoc.SomeConfigurator",
                "com.ibm.ws.wsoc.SomeConfigurator"
            })
    void theirsAre(String name) {
        assertThat(OtherImplementations.haveClass(name)).isTrue();
        assertThat(OtherImplementations.haveClass("com.example." + name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.Configurator", "org.apache.tomcat.websocketx.Configurator"})
    void nobodyElsesAre(String name) {
        assertThat(OtherImplementations.haveClass(name)).isFalse();
    }
}
