package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what was compiled against API 2.2 runs on the others. Each is the only API in a class loader of its own. */
class ApiVersionsTest {
    private static final Path TARGET = Path.of("target");
    private static final String OLDEST = "2.1";
    private static final String NEXT = "2.3";

    private static URLClassLoader loaderWith(String api) throws IOException {
        var urls = new ArrayList<URL>();
        urls.add(TARGET.resolve("classes").toUri().toURL());
        urls.add(TARGET.resolve("test-classes").toUri().toURL());
        try (Stream<Path> jars = Files.list(TARGET.resolve("apis"))) {
            for (Path jar : jars.filter(path -> path.getFileName().toString().contains("api-" + api))
                    .toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        assertThat(urls).as("classes, tests and two jars of API " + api).hasSize(4);
        // The platform's loader as parent would give the classes of the module that these tests are patched into.
        return new URLClassLoader(urls.toArray(new URL[0]), null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> seenWith(String api) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = loaderWith(api)) {
            thread.setContextClassLoader(loader);
            Class<?> probe = loader.loadClass(ApiVersionProbe.class.getName());
            assertThat(probe).isNotSameAs(ApiVersionProbe.class);
            return ((Callable<Map<String, String>>) probe.getConstructor().newInstance()).call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLDEST, NEXT})
    void aConnectionIsOpenedAndAMessageSent(String api) throws Exception {
        assertThat(seenWith(api))
                .containsEntry("sent", "true")
                .containsEntry("not sent", "EncodeException")
                .containsEntry("client", "SheetbendClientContainer")
                .containsEntry("getRequestURI", "ws://localhost/probe");
    }

    @Test
    void theNextVersionsHandshakeRequestTellsOfTheConnection() throws Exception {
        assertThat(seenWith(NEXT))
                .containsEntry("getRemoteAddress", "192.0.2.1")
                .containsEntry("getRemoteHostName", "remote.example")
                .containsEntry("getRemotePort", "1")
                .containsEntry("getLocalAddress", "192.0.2.2")
                .containsEntry("getLocalHostName", "local.example")
                .containsEntry("getLocalPort", "2")
                .containsEntry("getPreferredLocale", "fr_CA")
                .containsEntry("getUserX509CertificateChain", "null");
        assertThat(seenWith(OLDEST)).doesNotContainKey("getRemoteAddress");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLDEST, NEXT})
    void everyMethodOfTheInterfacesIsImplemented(String api) throws Exception {
        try (URLClassLoader loader = loaderWith(api)) {
            var checked = new ArrayList<String>();
            for (Class<?> type : ownClasses(loader)) {
                if (!Modifier.isAbstract(type.getModifiers())) {
                    checked.addAll(implemented(type));
                }
            }
            assertThat(checked)
                    .contains(
                            "HandshakeRequestView.getQueryString",
                            "WebSocketSession.getOpenSessions",
                            "ServerEndpointContainer.upgradeHttpToWebSocket");
        }
    }

    private static List<Class<?>> ownClasses(ClassLoader loader) throws Exception {
        Path classes = TARGET.resolve("classes");
        var names = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.startsWith("dev/") && file.endsWith(".class") && !file.endsWith("-info.class"))
                    // Loaded where there is CDI only, which there is not here.
                    .filter(file -> !file.startsWith("dev/sheetbend/websocket/cdi/"))
                    .forEach(file -> names.add(
                            file.substring(0, file.length() - ".class".length()).replace('/', '.')));
        }
        var loaded = new ArrayList<Class<?>>();
        for (String name : names) {
            loaded.add(Class.forName(name, false, loader));
        }
        return loaded;
    }

    private static List<String> implemented(Class<?> type) {
        var checked = new ArrayList<String>();
        for (Method method : type.getMethods()) {
            boolean ofTheApi = method.getDeclaringClass().getName().startsWith("jakarta.");
            assertThat(ofTheApi && Modifier.isAbstract(method.getModifiers()))
                    .as("%s does not implement %s", type.getName(), method)
                    .isFalse();
            checked.add(type.getSimpleName() + "." + method.getName());
        }
        return checked;
    }
}
