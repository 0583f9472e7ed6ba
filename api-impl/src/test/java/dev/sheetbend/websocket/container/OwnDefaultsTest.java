package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who answers for a configurator, when the service loader has found another implementation's default. */
class OwnDefaultsTest {
    /** As another implementation's, which an application server may have; nothing of it may be asked. */
    public static class Foreign extends Configurator {
        @Override
        public Configurator getContainerDefaultConfigurator() {
            return this;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            throw new AssertionError("asked for a subprotocol");
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            throw new AssertionError("asked for extensions");
        }

        @Override
        public boolean checkOrigin(String originHeaderValue) {
            throw new AssertionError("asked for the origin");
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            throw new AssertionError("asked for an instance");
        }
    }

    /** An application's own, in a server where the foreign default comes first. */
    public static class Silent extends Configurator {
        final List<String> modified = new ArrayList<>();

        @Override
        public Configurator getContainerDefaultConfigurator() {
            return new Foreign();
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            modified.add(config.getPath());
        }
    }

    /** Has an answer to everything. */
    public static class Outspoken extends Silent {
        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "outspoken";
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return installed;
        }

        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return false;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast("an instance");
        }
    }

    /** In a class path without any implementation that can be found. */
    public static class Lost extends Configurator {
        @Override
        public Configurator getContainerDefaultConfigurator() {
            throw new IllegalStateException("no implementation");
        }
    }

    @Test
    void aConfiguratorWhoseDefaultIsOursIsAskedItself() {
        var plain = new Configurator() {
            @Override
            public Configurator getContainerDefaultConfigurator() {
                return new DefaultConfigurator();
            }
        };

        assertThat(OwnDefaults.of(plain)).isSameAs(plain);
    }

    @Test
    void anotherImplementationsDefaultIsReplacedByOurs() {
        assertThat(OwnDefaults.of(new Foreign())).isInstanceOf(DefaultConfigurator.class);
    }

    @Test
    void whatAConfiguratorDoesNotSayIsSaidByOurDefault() throws InstantiationException {
        Configurator asked = OwnDefaults.of(new Silent());

        assertThat(asked.getContainerDefaultConfigurator()).isInstanceOf(DefaultConfigurator.class);
        assertThat(asked.checkOrigin(null)).isTrue();
        assertThat(asked.getNegotiatedSubprotocol(List.of("a", "b"), List.of("b")))
                .isEqualTo("b");
        assertThat(asked.getNegotiatedExtensions(List.of(), List.of())).isEmpty();
        assertThat(asked.getEndpointInstance(Silent.class)).isNotNull();
    }

    @Test
    void whatAConfiguratorSaysCounts() throws InstantiationException {
        Configurator asked = OwnDefaults.of(new Outspoken());

        assertThat(asked.checkOrigin("https://example.com")).isFalse();
        assertThat(asked.getNegotiatedSubprotocol(List.of("a"), List.of("a"))).isEqualTo("outspoken");
        assertThat(asked.getNegotiatedExtensions(List.of(), List.of())).isEmpty();
        assertThat(asked.getEndpointInstance(String.class)).isEqualTo("an instance");
    }

    @Test
    void theHandshakeIsModifiedByTheConfiguratorItself() {
        var silent = new Silent();
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Silent.class, "/path").build();

        OwnDefaults.of(silent).modifyHandshake(config, null, null);

        assertThat(silent.modified).containsExactly("/path");
    }

    @Test
    void whereTheServiceLoaderFindsNoDefaultOursAnswers() {
        assertThat(OwnDefaults.of(new Lost()).checkOrigin(null)).isTrue();
    }
}
