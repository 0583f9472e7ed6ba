package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.spi.ProviderLoader;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.tomcat.websocket.StrictConfigurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which configurators are an application's own, and which are another's default that the API has given to a configuration
 * without one.
 */
class ForeignConfiguratorTest extends HandshakeFixture {
    private static final String HERE = "http://localhost";
    private static final String ELSEWHERE = "http://example.com";

    /** An application's own. */
    public static class Refusing extends Configurator {
        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return false;
        }
    }

    @TempDir
    Path directory;

    @Test
    void anotherCopyOfTheDefaultCountsAsOurs() throws Exception {
        Configurator copy = new CopyingLoader(DefaultConfigurator.class).make(Configurator.class);
        assertThat(copy).isNotInstanceOf(DefaultConfigurator.class);

        deploy(copy);

        assertOnlyThisHostIsAllowed();
    }

    @Test
    void soDoesOneWhoseApplicationHasStopped() throws Exception {
        var loader = new CopyingLoader(DefaultConfigurator.class);
        Configurator copy = loader.make(Configurator.class);
        deploy(copy);
        assertOnlyThisHostIsAllowed();

        loader.stop();

        assertOnlyThisHostIsAllowed();
        assertThat(EffectiveConfigurator.of(copy)).isInstanceOf(DefaultConfigurator.class);
    }

    @Test
    void theDefaultOfAnotherImplementationIsNotAsked() throws Exception {
        deploy(new StrictConfigurator());

        assertOnlyThisHostIsAllowed();
    }

    @Test
    void whatAnApplicationsOwnInheritsFromItIsNotAskedEither() throws Exception {
        deploy(new StrictConfigurator() {
            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                return "";
            }
        });

        assertOnlyThisHostIsAllowed();
    }

    /** Some applications register theirs, so that it holds for configurations that name none. */
    @Test
    void anApplicationsOwnThatIsAServiceAsWellIsAsked() throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(Configurator.class.getName()), List.of(Refusing.class.getName()));
        var loader = new CopyingLoader(Refusing.class, directory.toUri().toURL());

        ProviderLoader.with(loader, () -> {
            deploy(loader.make(Configurator.class));
            assertRefused(ask("Origin", HERE), 403);
            return null;
        });
    }

    private void assertOnlyThisHostIsAllowed() {
        accepted("Origin", HERE);
        assertRefused(ask("Origin", ELSEWHERE), 403);
    }
}
