package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of a scan's result is deployed (specification, 4.8 and 6.2). */
class ScannedEndpointsTest {
    @ServerEndpoint("/one")
    public static class One {}

    @ServerEndpoint("/two")
    public static class Two {}

    /** Inherits no annotation. */
    public static class Subclass extends One {}

    @ServerEndpoint("/abstract")
    public abstract static class Abstract {}

    @ServerEndpoint("/hidden")
    static class Hidden {}

    /** Of the server. */
    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Of no interest.
        }
    }

    /** Of a client, perhaps: nobody could deploy it. */
    static class HiddenProgrammatic extends Programmatic {}

    /** To be extended. */
    public abstract static class AbstractProgrammatic extends Endpoint {}

    /** Deploys all that it sees. */
    public static class Everything implements ServerApplicationConfig {
        /** By the container. */
        public Everything() {}

        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpointClasses) {
            return endpointClasses.stream()
                    .map(type -> ServerEndpointConfig.Builder.create(type, "/" + type.getSimpleName())
                            .build())
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return scanned;
        }
    }

    /** Changes the sets that it gets, and returns nothing at all. */
    public static class Nothing implements ServerApplicationConfig {
        /** By the container. */
        public Nothing() {}

        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpointClasses) {
            endpointClasses.clear();
            return null;
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            scanned.clear();
            return null;
        }
    }

    /** Cannot be made. */
    public static class Unmakable extends Nothing {
        /** For nobody. */
        public Unmakable(String unused) {}
    }

    /** To be extended. */
    public abstract static class AbstractConfig implements ServerApplicationConfig {}

    private static ScannedEndpoints scan(Class<?>... classes) throws DeploymentException {
        return ScannedEndpoints.of(new LinkedHashSet<>(Set.of(classes)));
    }

    @Test
    void withoutAConfigurationClassThePublicConcreteAnnotatedOnesAreDeployed() throws Exception {
        ScannedEndpoints scanned =
                scan(One.class, Two.class, Subclass.class, Abstract.class, Hidden.class, Programmatic.class);
        assertThat(scanned.annotated()).containsExactlyInAnyOrder(One.class, Two.class);
        assertThat(scanned.configs()).isEmpty();
    }

    @Test
    void aConfigurationClassSeesWhatCouldBeDeployed() throws Exception {
        ScannedEndpoints scanned = scan(
                One.class,
                Hidden.class,
                Programmatic.class,
                HiddenProgrammatic.class,
                AbstractProgrammatic.class,
                AbstractConfig.class,
                Everything.class);
        assertThat(scanned.annotated()).containsExactly(One.class);
        assertThat(scanned.configs()).extracting(ServerEndpointConfig::getPath).containsExactly("/Programmatic");
    }

    @Test
    void theChoicesOfSeveralConfigurationClassesAreUnited() throws Exception {
        ScannedEndpoints scanned = scan(One.class, Nothing.class, Everything.class, Programmatic.class);
        assertThat(scanned.annotated()).containsExactly(One.class);
        assertThat(scanned.configs()).hasSize(1);
    }

    @Test
    void nothingIsDeployedWhenTheConfigurationClassChoosesNothing() throws Exception {
        ScannedEndpoints scanned = scan(One.class, Nothing.class);
        assertThat(scanned.annotated()).isEmpty();
        assertThat(scanned.configs()).isEmpty();
    }

    @Test
    void aConfigurationClassThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> scan(One.class, Unmakable.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(Unmakable.class.getName())
                .hasMessageContaining("6.2");
    }

    /** Makes a class anew, as if it were in this archive. */
    private static final class Archive extends ClassLoader {
        private final ProtectionDomain domain;

        Archive(String location) throws Exception {
            super(ScannedEndpointsTest.class.getClassLoader());
            domain = new ProtectionDomain(
                    new CodeSource(URI.create(location).toURL(), (Certificate[]) null), null, this, null);
        }

        Class<?> own(Class<?> type) throws IOException {
            try (var stream = getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
                byte[] bytes = stream.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length, domain);
            }
        }
    }

    @Test
    void aConfigurationClassSeesItsOwnArchiveOnlyAndOthersAreLeftOut() throws Exception {
        var withConfig = new Archive("file:/WEB-INF/lib/one.jar");
        var without = new Archive("file:/WEB-INF/lib/two.jar");
        Class<?> chosen = withConfig.own(One.class);
        ScannedEndpoints scanned = scan(chosen, without.own(One.class), Two.class, withConfig.own(Everything.class));
        assertThat(scanned.annotated()).containsExactly(chosen);
    }

    @Test
    void classesThatComeFromTheirOwnFilesAreOfOneArchive() throws Exception {
        String classes = "file:/WEB-INF/classes/";
        Class<?> chosen = new Archive(classes + file(One.class)).own(One.class);
        Class<?> other = new Archive("file:/other/" + file(One.class)).own(One.class);
        Class<?> everything = new Archive(classes + file(Everything.class)).own(Everything.class);
        assertThat(scan(chosen, other, everything).annotated()).containsExactly(chosen);
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    @Test
    void eachConfigurationClassChoosesFromItsOwnArchive() throws Exception {
        var one = new Archive("file:/WEB-INF/lib/one.jar");
        var two = new Archive("file:/WEB-INF/lib/two.jar");
        Class<?> ofOne = one.own(One.class);
        ScannedEndpoints scanned = scan(ofOne, two.own(Two.class), one.own(Everything.class), two.own(Nothing.class));
        assertThat(scanned.annotated()).containsExactly(ofOne);
    }
}
