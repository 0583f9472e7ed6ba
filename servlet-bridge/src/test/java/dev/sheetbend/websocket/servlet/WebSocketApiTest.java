package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the jars of the API, in every state that they can be in. */
class WebSocketApiTest {
    private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

    @TempDir
    private Path directory;

    private Path server;
    private Path client;

    @BeforeEach
    void findTheRealJars() throws URISyntaxException {
        server = jarOf(ServerEndpoint.class);
        client = jarOf(Session.class);
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void bothJarsTogetherAreAllRight() throws Exception {
        try (URLClassLoader loader = JarMaker.loader(JDK, server, client)) {
            WebSocketApi api = new WebSocketApi(loader);
            assertThat(api.missing()).isEmpty();
            assertThat(api.unusable(loader)).isEmpty();
            assertThat(api.doubtful(loader)).isEmpty();
        }
    }

    @Test
    void oneJarWithBothPartsIsAllRight() throws Exception {
        // As Tomcat's for embedding is.
        Path both = new JarMaker()
                .manifest("Specification-Version: 2.2")
                .copy("jakarta/websocket/server/ServerContainer.class")
                .copy("jakarta/websocket/server/ServerEndpointConfig.class")
                .copy("jakarta/websocket/WebSocketContainer.class")
                .copy("jakarta/websocket/ClientEndpointConfig.class")
                .copy("jakarta/websocket/EndpointConfig.class")
                .to(directory.resolve("both.jar"));
        try (URLClassLoader loader = JarMaker.loader(JDK, both, server, client)) {
            WebSocketApi api = new WebSocketApi(loader);
            assertThat(api.missing()).isEmpty();
            assertThat(api.unusable(loader)).isEmpty();
            assertThat(api.doubtful(loader)).isEmpty();
        }
    }

    @Test
    void noneIsMissed() {
        assertThat(new WebSocketApi(JDK).missing())
                .contains("the Jakarta WebSocket API is missing. Put jakarta.websocket-api and"
                        + " jakarta.websocket-client-api, version 2.2.0, into the directory of Sheetbend's jar.");
    }

    @Test
    void theClientsHalfIsMissed() throws Exception {
        try (URLClassLoader loader = JarMaker.loader(JDK, server)) {
            assertThat(new WebSocketApi(loader).missing())
                    .contains(
                            "a part of the Jakarta WebSocket API is missing. Put jakarta.websocket-client-api, version"
                                    + " 2.2.0, into the directory of Sheetbend's jar or of the other part (2.2 in "
                                    + server
                                    + ").");
        }
    }

    @Test
    void theServersHalfIsMissed() throws Exception {
        try (URLClassLoader loader = JarMaker.loader(JDK, client)) {
            assertThat(new WebSocketApi(loader).missing())
                    .contains(
                            "a part of the Jakarta WebSocket API is missing. Put jakarta.websocket-api, version 2.2.0,"
                                    + " into the directory of Sheetbend's jar or of the other part (2.2 in " + client
                                    + ").");
        }
    }

    @Test
    void halvesThatDoNotSeeEachOtherAreNamed() throws Exception {
        try (URLClassLoader container = JarMaker.loader(JDK, server);
                URLClassLoader application = JarMaker.loader(container, client)) {
            assertThat(new WebSocketApi(application).missing())
                    .contains(
                            "the two parts of the Jakarta WebSocket API do not see each other: jakarta.websocket-api is"
                                    + " 2.2 in " + server + ", jakarta.websocket-client-api is 2.2 in " + client
                                    + ". Put both jars, in the same version, into one directory.");
        }
    }

    @Test
    void aServersHalfThatIsTooOldIsRefused() throws Exception {
        Path old = new JarMaker()
                .manifest("Specification-Version: 2.0")
                .compile(
                        directory,
                        "jakarta.websocket.server.ServerContainer",
                        "package jakarta.websocket.server; public interface ServerContainer {}")
                .to(directory.resolve("old.jar"));
        try (URLClassLoader loader = JarMaker.loader(JDK, old, client)) {
            WebSocketApi api = new WebSocketApi(loader);
            assertThat(api.missing()).isEmpty();
            assertThat(api.unusable(loader))
                    .contains(
                            "the Jakarta WebSocket API is older than 2.1: 2.0 in " + old + ". Put jakarta.websocket-api"
                                    + " and jakarta.websocket-client-api, version 2.2.0, in its place.");
        }
    }

    @Test
    void aClientsHalfThatIsTooOldIsRefused() throws Exception {
        Path old = new JarMaker()
                .compile(
                        directory,
                        "jakarta.websocket.ClientEndpointConfig",
                        "package jakarta.websocket; public interface ClientEndpointConfig {}")
                .to(directory.resolve("old.jar"));
        try (URLClassLoader loader = JarMaker.loader(JDK, old, server, client)) {
            assertThat(new WebSocketApi(loader).unusable(loader))
                    .get()
                    .asString()
                    .contains("older than 2.1", "old.jar");
        }
    }

    @Test
    void anApplicationWithAnApiOfItsOwnIsRefused() throws Exception {
        Path copies = copyOfTheServersHalf("2.2");
        try (URLClassLoader own = JarMaker.loader(JDK, server, client);
                URLClassLoader application = JarMaker.loader(JDK, copies, client)) {
            assertThat(new WebSocketApi(own).unusable(application))
                    .contains("the application's classes use another Jakarta WebSocket API (2.2 in " + copies
                            + ") than Sheetbend (2.2 in " + server
                            + "), so their endpoints are not recognized. Remove the application's.");
        }
    }

    @Test
    void twoVersionsOfOneHalfAreNamedAndWhichIsInUse() throws Exception {
        Path older = copyOfTheServersHalf("2.1");
        try (URLClassLoader loader = JarMaker.loader(JDK, server, client, older)) {
            WebSocketApi api = new WebSocketApi(loader);
            assertThat(api.unusable(loader)).isEmpty();
            assertThat(api.unused(loader)).isEmpty();
            assertThat(api.doubtful(loader))
                    .contains("the Jakarta WebSocket API is there in several versions: 2.2 in " + server
                            + " (in use), 2.1 in " + older + ". Keep one.");
        }
    }

    @Test
    void aVersionThatAnApplicationPutsBeforeTheServersIsNamed() throws Exception {
        Path older = copyOfTheServersHalf("2.1");
        try (URLClassLoader container = JarMaker.loader(JDK, server, client);
                var application = new ChildFirst(older, container)) {
            WebSocketApi api = new WebSocketApi(application);
            assertThat(api.unused(application)).isEmpty();
            assertThat(api.doubtful(application)).get().asString().contains("in several versions", older + " (in use)");
        }
    }

    /** Tomcat's way with the API, whatever a war brings along. */
    @Test
    void aVersionThatNobodyUsesBecauseTheServersComesFirstIsInOrder() throws Exception {
        Path older = copyOfTheServersHalf("2.1");
        try (URLClassLoader container = JarMaker.loader(JDK, server, client);
                URLClassLoader application = JarMaker.loader(container, older)) {
            WebSocketApi api = new WebSocketApi(application);
            assertThat(api.unusable(application)).isEmpty();
            assertThat(api.doubtful(application)).isEmpty();
            assertThat(api.unused(application))
                    .contains("the Jakarta WebSocket API that is used is 2.2 in " + server + ", and not 2.1 in " + older
                            + ".");
        }
    }

    @Test
    void classesWithoutFilesAreThereAllTheSame() throws Exception {
        try (var loader = new Fileless(server, client)) {
            WebSocketApi api = new WebSocketApi(loader);
            assertThat(loader.getResource("jakarta/websocket/server/ServerContainer.class"))
                    .isNull();
            assertThat(api.missing()).isEmpty();
            assertThat(api.unusable(loader)).isEmpty();
            assertThat(api.doubtful(loader)).isEmpty();
        }
    }

    @Test
    void aHalfWithoutFilesIsNotTheOneThatIsMissing() throws Exception {
        try (var loader = new Fileless(client)) {
            assertThat(new WebSocketApi(loader).missing())
                    .get()
                    .asString()
                    .startsWith("a part of the Jakarta WebSocket API is missing. Put jakarta.websocket-api,")
                    .endsWith("or of the other part (2.2 in " + client + ").");
        }
    }

    /** The application's classes first. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(Path jar, ClassLoader parent) throws IOException {
            super(new URL[] {jar.toUri().toURL()}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }

    /** Class files are no resources of it, as where classes have been made into something else. */
    private static final class Fileless extends URLClassLoader {
        Fileless(Path... jars) throws IOException {
            super(JarMaker.urls(jars), JDK);
        }

        @Override
        public URL findResource(String name) {
            return null;
        }

        @Override
        public Enumeration<URL> findResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    @Test
    void theSameVersionTwiceIsNobodysConcern() throws Exception {
        Path copy = copyOfTheServersHalf("2.2");
        try (URLClassLoader container = JarMaker.loader(JDK, server, client);
                URLClassLoader application = JarMaker.loader(container, copy)) {
            assertThat(new WebSocketApi(application).doubtful(application)).isEmpty();
        }
    }

    @Test
    void halvesOfDifferentVersionsAreNamed() throws Exception {
        Path older = copyOfTheServersHalf("2.1");
        try (URLClassLoader loader = JarMaker.loader(JDK, older, client)) {
            assertThat(new WebSocketApi(loader).doubtful(loader))
                    .contains("the two parts of the Jakarta WebSocket API are of different versions:"
                            + " jakarta.websocket-api 2.1 in " + older + ", jakarta.websocket-client-api 2.2 in "
                            + client
                            + ". Take both in the same version.");
        }
    }

    /** In Tomcat's way, which describes packages and not the jar. */
    private Path copyOfTheServersHalf(String version) throws IOException {
        return new JarMaker()
                .manifest("\nName: jakarta/websocket/server/\nSpecification-Version: " + version)
                .copy("jakarta/websocket/server/ServerContainer.class")
                .copy("jakarta/websocket/server/ServerEndpoint.class")
                .copy("jakarta/websocket/server/ServerEndpointConfig.class")
                .to(directory.resolve("copy-" + version + ".jar"));
    }
}
