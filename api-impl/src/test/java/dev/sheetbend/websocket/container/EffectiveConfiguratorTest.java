package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a configurator does not override is ours, whatever default the API has found. */
class EffectiveConfiguratorTest {
    /** Another implementation's default, as a server may have it beside this one. */
    private static final class Foreign extends Configurator {
        @Override
        public boolean checkOrigin(String originHeaderValue) {
            throw new AssertionError("The default of another implementation was asked.");
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            throw new AssertionError("The default of another implementation was asked.");
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            throw new AssertionError("The default of another implementation was asked.");
        }
    }

    private static class Choosy extends Configurator {
        /** Whom the API asks for what is not overridden. */
        @Override
        public Configurator getContainerDefaultConfigurator() {
            return new Foreign();
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "mine";
        }
    }

    private final Configurator choosy = new Choosy();

    @Test
    void whatItOverridesIsAsked() {
        assertThat(EffectiveConfigurator.of(choosy).getNegotiatedSubprotocol(List.of("a"), List.of("a")))
                .isEqualTo("mine");
    }

    @Test
    void whatASuperclassOverridesIsAskedToo() {
        assertThat(EffectiveConfigurator.of(new Choosy() {}).getNegotiatedSubprotocol(List.of("a"), List.of("a")))
                .isEqualTo("mine");
    }

    @Test
    void whatItDoesNotOverrideIsOurs() throws InstantiationException {
        Configurator effective = EffectiveConfigurator.of(choosy);
        assertThatThrownBy(() -> choosy.checkOrigin(null)).hasMessageContaining("another implementation");

        assertThat(effective.checkOrigin(null)).isTrue();
        assertThat(effective.getEndpointInstance(Object.class)).isInstanceOf(Object.class);
        assertThat(effective.getNegotiatedExtensions(List.of(), List.of())).isEmpty();
    }

    @Test
    void theDefaultIsItself() {
        DefaultConfigurator ours = new DefaultConfigurator();

        assertThat(EffectiveConfigurator.of(ours)).isSameAs(ours);
    }
}
