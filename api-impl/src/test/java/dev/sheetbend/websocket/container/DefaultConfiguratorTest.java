package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The platform's configurator, by way of one of an application that overrides nothing (specification, 3.1). */
class DefaultConfiguratorTest {
    private final ServerEndpointConfig.Configurator configurator = new ServerEndpointConfig.Configurator();

    private record Named(String getName) implements Extension {
        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    /** Can be made. */
    public static class Plain {}

    /** Cannot. */
    public static class Failing {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("no instance");
        }
    }

    @Test
    void anApplicationsConfiguratorFindsIt() {
        ServerEndpointConfig.Configurator found = configurator.getContainerDefaultConfigurator();
        assertThat(found).isInstanceOf(DefaultConfigurator.class);
        assertThat(configurator.getContainerDefaultConfigurator()).isSameAs(found);
        assertThat(found.getContainerDefaultConfigurator()).isSameAs(found);
    }

    @Test
    void aConfigurationWithoutOneHasIt() {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Plain.class, "/plain").build();
        assertThat(config.getConfigurator()).isInstanceOf(DefaultConfigurator.class);
    }

    @Test
    void theFirstSubprotocolOfTheClientThatIsSupportedIsChosen() {
        assertThat(configurator.getNegotiatedSubprotocol(List.of("a", "b"), List.of("c", "b", "a")))
                .isEqualTo("b");
        assertThat(configurator.getNegotiatedSubprotocol(List.of("a"), List.of("A")))
                .isEmpty();
        assertThat(configurator.getNegotiatedSubprotocol(List.of(), List.of())).isEmpty();
    }

    @Test
    void theRequestedExtensionsThatAreInstalledAreChosenInTheOrderOfTheRequest() {
        var one = new Named("one");
        var two = new Named("two");
        assertThat(configurator.getNegotiatedExtensions(List.of(one, two), List.of(two, new Named("three"), one)))
                .containsExactly(two, one);
        assertThat(configurator.getNegotiatedExtensions(List.of(one), List.of()))
                .isEmpty();
    }

    @Test
    void aRequestWithoutAnOriginPasses() {
        assertThat(configurator.checkOrigin(null)).isTrue();
    }

    @Test
    void eachCallMakesAnInstance() throws Exception {
        Plain one = configurator.getEndpointInstance(Plain.class);
        assertThat(configurator.getEndpointInstance(Plain.class)).isNotSameAs(one);
        assertThatThrownBy(() -> configurator.getEndpointInstance(Failing.class))
                .isInstanceOf(InstantiationException.class)
                .hasMessageContaining(Failing.class.getName())
                .cause()
                .hasMessage("no instance");
    }
}
