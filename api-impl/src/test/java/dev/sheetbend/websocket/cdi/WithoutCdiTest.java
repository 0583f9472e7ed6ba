package dev.sheetbend.websocket.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is no CDI, nothing that knows it is loaded. */
@Timeout(60)
class WithoutCdiTest {
    /** Gets an answer from its server, with a configurator and coders on both sides. */
    public static final class Conversation implements Callable<String> {
        static final CompletableFuture<String> ANSWER = new CompletableFuture<>();

        /** Called by reflection. */
        public Conversation() {}

        @Override
        public String call() throws Exception {
            var container = new ServerEndpointContainer(Settings.of(name -> null));
            container.addEndpoint(Answering.class);
            try (SocketServer server = new SocketServer(container);
                    Session session = container.connectToServer(Asking.class, server.uri("/answering"))) {
                session.getBasicRemote().sendObject(new Figure("1"));
                return ANSWER.get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** A message. */
    public record Figure(String text) {}

    /** Both ways. */
    public static class NumberCoder implements Encoder.Text<Figure>, Decoder.Text<Figure> {
        /** For the container. */
        public NumberCoder() {}

        @Override
        public void init(EndpointConfig config) {
            // It needs nothing.
        }

        @Override
        public void destroy() {
            // It has nothing.
        }

        @Override
        public String encode(Figure number) {
            return number.text();
        }

        @Override
        public Figure decode(String text) {
            return new Figure(text);
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }
    }

    /** Changes nothing. */
    public static class ServerSide extends ServerEndpointConfig.Configurator {
        /** For the container. */
        public ServerSide() {}
    }

    /** Changes nothing. */
    public static class ClientSide extends ClientEndpointConfig.Configurator {
        /** For the container. */
        public ClientSide() {}
    }

    /** Adds something. */
    @ServerEndpoint(
            value = "/answering",
            configurator = ServerSide.class,
            encoders = NumberCoder.class,
            decoders = NumberCoder.class)
    public static class Answering {
        /** For the container. */
        public Answering() {}

        @OnMessage
        public Figure message(Figure number) {
            return new Figure(number.text() + "0");
        }
    }

    /** Keeps what it hears. */
    @ClientEndpoint(configurator = ClientSide.class, encoders = NumberCoder.class, decoders = NumberCoder.class)
    public static class Asking {
        /** For the container. */
        public Asking() {}

        @OnMessage
        public void message(Figure number) {
            Conversation.ANSWER.complete(number.text());
        }
    }

    /** An application with all that these tests see, loaded anew, but for what is hidden. */
    private static final class Loader extends ClassLoader {
        private static final ClassLoader TESTS = WithoutCdiTest.class.getClassLoader();
        private static final Set<String> JDK = Set.of("java.", "javax.", "jdk.", "sun.");

        private static final String PROVIDERS = "META-INF/services/jakarta.enterprise.inject.spi.CDIProvider";

        final Set<String> asked = ConcurrentHashMap.newKeySet();
        final AtomicInteger searches = new AtomicInteger();
        private final String hidden;

        Loader(String hidden) {
            super(ClassLoader.getPlatformClassLoader());
            this.hidden = hidden;
        }

        /** Only the JDK's classes come from above, where those of modules are as well. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (JDK.stream().anyMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            asked.add(name);
            try (InputStream in = TESTS.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null || name.startsWith(hidden)) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            if (name.equals(PROVIDERS)) {
                searches.incrementAndGet();
                return Collections.emptyEnumeration();
            }
            return TESTS.getResources(name);
        }

        boolean hasLoaded(Class<?> type) {
            return findLoadedClass(type.getName()) != null;
        }
    }

    /** Asks for CDI twice when there is no provider, and again when a server has set one. */
    public static final class LateProvider implements Callable<String> {
        private static final String ASKED = "The provider was asked";

        /** Called by reflection. */
        public LateProvider() {}

        @Override
        public String call() {
            var source = new CdiInstanceSource();
            boolean found = source.beans().isPresent();
            found |= source.beans().isPresent();
            CDI.setCDIProvider(() -> {
                throw new UnsupportedOperationException(ASKED);
            });
            try {
                return found + ", " + source.beans();
            } catch (UnsupportedOperationException e) {
                return found + ", " + e.getMessage();
            }
        }
    }

    private static Object converse(Loader loader) throws Exception {
        return call(Conversation.class, loader);
    }

    private static Object call(Class<?> type, Loader loader) throws Exception {
        return Class.forName(type.getName(), true, loader)
                .asSubclass(Callable.class)
                .getConstructor()
                .newInstance()
                .call();
    }

    @Test
    void serverAndClientWorkAndNothingOfCdiIsLoaded() throws Exception {
        var loader = new Loader("jakarta.enterprise.");
        assertThatThrownBy(() -> Class.forName("jakarta.enterprise.inject.spi.CDI", false, loader))
                .isInstanceOf(ClassNotFoundException.class);
        loader.asked.clear();

        assertThat(converse(loader)).isEqualTo("10");
        assertThat(loader.hasLoaded(ServerEndpointContainer.class)).isTrue();
        assertThat(loader.hasLoaded(CdiInstanceSource.class)).isFalse();
        assertThat(loader.hasLoaded(CdiInstances.class)).isFalse();
        // Whether there is CDI is asked once for each container, and that is all.
        assertThat(loader.asked)
                .filteredOn(name -> name.startsWith("jakarta.enterprise.") || name.startsWith("jakarta.inject."))
                .containsExactly("jakarta.enterprise.inject.spi.CDI");
    }

    @Test
    void withTheApiOfCdiTheIntegrationIsLoaded() throws Exception {
        var loader = new Loader("jakarta.transaction.");

        assertThat(converse(loader)).isEqualTo("10");
        assertThat(loader.hasLoaded(CdiInstanceSource.class)).isTrue();
        assertThat(loader.hasLoaded(CdiInstances.class)).isTrue();
    }

    @Test
    void providersAreSearchedForOnceAndOneThatIsSetLaterIsAsked() throws Exception {
        var loader = new Loader("jakarta.transaction.");

        assertThat(call(LateProvider.class, loader)).isEqualTo("false, " + LateProvider.ASKED);
        assertThat(loader.searches).hasValue(1);
    }
}
