package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which endpoints are in service. */
class ServerEndpointContainerTest {
    private final ServerEndpointContainer container = new ServerEndpointContainer(Settings.of(name -> null));

    @ServerEndpoint("/a")
    public static class A {
        @OnMessage
        public void text(String text) {
            // Of no interest.
        }
    }

    @ServerEndpoint("/a")
    public static class AlsoA {}

    @ServerEndpoint("/b")
    public static class B {}

    /** Counts its configurators. */
    @ServerEndpoint(value = "/counted", configurator = Counted.Configurator.class)
    public static class Counted {
        static final AtomicInteger configurators = new AtomicInteger();

        /** One for each logical endpoint. */
        public static class Configurator extends ServerEndpointConfig.Configurator {
            /** By the container. */
            public Configurator() {
                configurators.incrementAndGet();
            }
        }
    }

    /** Its configurator cannot be made. */
    @ServerEndpoint(value = "/bad", configurator = BadConfigurator.class)
    public static class BadlyConfigured {}

    /** Has no constructor that the container could call. */
    public static class BadConfigurator extends ServerEndpointConfig.Configurator {
        /** For nobody. */
        public BadConfigurator(String unused) {}
    }

    /** Null wherever it can be. */
    private static class OwnConfig implements ServerEndpointConfig {
        @Override
        public Class<?> getEndpointClass() {
            return B.class;
        }

        @Override
        public String getPath() {
            return "/own";
        }

        @Override
        public List<String> getSubprotocols() {
            return null;
        }

        @Override
        public List<Extension> getExtensions() {
            return null;
        }

        @Override
        public Configurator getConfigurator() {
            return null;
        }

        @Override
        public List<Class<? extends Encoder>> getEncoders() {
            return null;
        }

        @Override
        public List<Class<? extends Decoder>> getDecoders() {
            return null;
        }

        @Override
        public Map<String, Object> getUserProperties() {
            return null;
        }
    }

    /** Null in each list. */
    private static class HollowConfig extends OwnConfig {
        @Override
        public List<String> getSubprotocols() {
            return Collections.singletonList(null);
        }

        @Override
        public List<Extension> getExtensions() {
            return Collections.singletonList(null);
        }

        @Override
        public List<Class<? extends Encoder>> getEncoders() {
            return Collections.singletonList(null);
        }

        @Override
        public List<Class<? extends Decoder>> getDecoders() {
            return Collections.singletonList(null);
        }
    }

    @AfterEach
    void stop() {
        container.stop();
    }

    @Test
    void anEndpointIsDeployedOnceThoughItIsAddedTwice() throws Exception {
        container.deployAll(List.of(Counted.class), List.of());
        container.addEndpoint(Counted.class);
        assertThat(container.hasEndpoint("/counted")).isTrue();
        // None as long as nobody has connected, where what injects it may still have to start.
        assertThat(Counted.configurators).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void anAnnotatedClassMayHaveOtherPathsByConfiguration() throws Exception {
        container.addEndpoint(A.class);
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(A.class, "/other").build());
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(A.class, "/another").build());
        assertThat(container.hasEndpoint("/a")).isTrue();
        assertThat(container.hasEndpoint("/other")).isTrue();
        assertThat(container.hasEndpoint("/another")).isTrue();
    }

    @Test
    void anAnnotatedClassThatHasOneByConfigurationIsDeployedAtItsOwnPathToo() throws Exception {
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(A.class, "/other").build());
        container.addEndpoint(A.class);
        assertThat(container.hasEndpoint("/a")).isTrue();
    }

    @Test
    void theSamePathByConfigurationIsADuplicate() throws Exception {
        container.addEndpoint(A.class);
        assertThatThrownBy(() -> container.addEndpoint(
                        ServerEndpointConfig.Builder.create(A.class, "/a").build()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("/a");
    }

    @Test
    void equivalentTemplatesAreDuplicates() throws Exception {
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(A.class, "/x/{one}").build());
        assertThatThrownBy(() -> container.addEndpoint(ServerEndpointConfig.Builder.create(B.class, "/x/{other}")
                        .build()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("/x/{one}")
                .hasMessageContaining("/x/{other}");
    }

    @Test
    void anErrorWhileTheApplicationStartsTakesEveryEndpointOutOfService() throws Exception {
        container.addEndpoint(A.class);
        assertThatThrownBy(() -> container.addEndpoint(AlsoA.class)).isInstanceOf(DeploymentException.class);
        assertThat(container.hasEndpoint("/a")).isFalse();
        assertThatThrownBy(() -> container.addEndpoint(B.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("has failed");
    }

    @Test
    void anErrorWhileTheApplicationRunsLeavesTheOthersInService() throws Exception {
        container.addEndpoint(A.class);
        container.applicationStarted();
        assertThatThrownBy(() -> container.addEndpoint(AlsoA.class)).isInstanceOf(DeploymentException.class);
        container.addEndpoint(B.class);
        assertThat(container.hasEndpoint("/a")).isTrue();
        assertThat(container.hasEndpoint("/b")).isTrue();
    }

    @Test
    void aConfiguratorThatCannotBeMadeIsNamedWithItsEndpoint() {
        assertThatThrownBy(() -> container.addEndpoint(BadlyConfigured.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(BadlyConfigured.class.getName())
                .hasMessageContaining(BadConfigurator.class.getName());
    }

    /** Cannot be read where its decoder is missing. */
    @ServerEndpoint(value = "/incomplete", decoders = MissingDecoder.class)
    public static class Incomplete {}

    /** Is left out. */
    public static class MissingDecoder implements Decoder.Text<String> {
        @Override
        public String decode(String text) {
            return text;
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }
    }

    @Test
    void anEndpointWhoseAnnotationNamesAMissingClassIsNamed() throws Exception {
        var loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.equals(MissingDecoder.class.getName())) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }

            Class<?> incomplete() throws IOException {
                String name = Incomplete.class.getName();
                try (var stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = stream.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                }
            }
        };
        Class<?> incomplete = loader.incomplete();
        assertThatThrownBy(() -> container.addEndpoint(incomplete))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(Incomplete.class.getName())
                .hasMessageContaining(MissingDecoder.class.getName());
    }

    @Test
    void aConfigurationThatThrowsIsNamed() {
        assertThatThrownBy(() -> container.addEndpoint(new OwnConfig() {
                    @Override
                    public List<Class<? extends Encoder>> getEncoders() {
                        throw new IllegalStateException("no encoders today");
                    }
                }))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(getClass().getName())
                .hasMessageContaining("no encoders today");
    }

    @Test
    void aConfigurationWithoutAClassIsNamed() {
        assertThatThrownBy(() -> container.addEndpoint(new OwnConfig() {
                    @Override
                    public Class<?> getEndpointClass() {
                        return null;
                    }
                }))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("no endpoint class");
    }

    @Test
    void aConfigurationThatHasNothingToSayIsDeployed() throws Exception {
        container.addEndpoint(new OwnConfig());
        assertThat(container.hasEndpoint("/own")).isTrue();
    }

    @Test
    void whenOneOfAllIsRefusedNoneIsInServiceAndNoneFollows() throws Exception {
        container.addEndpoint(B.class);
        assertThatThrownBy(() -> container.deployAll(List.of(A.class, AlsoA.class), List.of()))
                .isInstanceOf(DeploymentException.class);
        assertThat(container.hasEndpoint("/a")).isFalse();
        assertThat(container.hasEndpoint("/b")).isFalse();
        assertThatThrownBy(() -> container.addEndpoint(B.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("has failed");
    }

    @Test
    void anIllegalPropertyOfAnEndpointIsADeploymentErrorThatNamesBoth() {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(B.class, "/b").build();
        config.getUserProperties().put(SheetbendProperties.CLOSE_TIMEOUT, "never");
        assertThatThrownBy(() -> container.addEndpoint(config))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(B.class.getName())
                .hasMessageContaining(SheetbendProperties.CLOSE_TIMEOUT);
    }

    @Test
    void aStoppedContainerTakesNoEndpoints() {
        container.stop();
        assertThatThrownBy(() -> container.addEndpoint(A.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void nullInAListOfAConfigurationIsNothing() throws Exception {
        container.addEndpoint(new HollowConfig());
        assertThat(container.hasEndpoint("/own")).isTrue();
    }

    @Test
    void nullsAreRefused() {
        assertThatThrownBy(() -> container.addEndpoint((Class<?>) null)).isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.addEndpoint((ServerEndpointConfig) null))
                .isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.setDefaultMaxTextMessageBufferSize(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
