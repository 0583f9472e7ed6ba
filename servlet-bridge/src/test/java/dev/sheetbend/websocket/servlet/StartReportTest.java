package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines at the start of an application: each once. */
class StartReportTest {
    @TempDir
    private Path directory;

    private final LogLines log = new LogLines();
    private final Map<String, Object> attributes = new HashMap<>();
    private ClassLoader application = StartReportTest.class.getClassLoader();
    private Supplier<ClassLoader> loader = () -> application;

    @AfterEach
    void closeTheLog() {
        log.close();
    }

    private ServletContext context() {
        return (ServletContext) Proxy.newProxyInstance(
                StartReportTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "getClassLoader" -> loader.get();
                    case "getContextPath" -> "/app";
                    case "getServerInfo" -> "Some server/1.0";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aSecondCopyInTheApplicationIsNamedOnce() throws Exception {
        Path copy = new JarMaker()
                .manifest("Implementation-Version: 0.0.9")
                .copy("dev/sheetbend/websocket/servlet/SheetbendInitializer.class")
                .to(directory.resolve("second.jar"));
        try (URLClassLoader loader = JarMaker.loader(application, copy)) {
            application = loader;
            StartReport.begun(context()).copies();
            StartReport.begun(context()).copies();
        }
        assertThat(log.problems())
                .singleElement()
                .asString()
                .isEqualTo("WARNING Sheetbend is in the application '/app' more"
                        + " than once: "
                        + CodeOrigin.of(StartReport.class).location() + " (in use), 0.0.9 in " + copy + ". Keep one;"
                        + " sheetbend-websocket has all of sheetbend-api-impl and sheetbend-servlet-bridge in it.");
    }

    @Test
    void apiImplBesideTheDropInJarIsASecondCopyToo() throws Exception {
        Path copy = new JarMaker()
                .copy("dev/sheetbend/websocket/SheetbendSession.class")
                .to(directory.resolve("sheetbend-api-impl.jar"));
        try (URLClassLoader loader = JarMaker.loader(application, copy)) {
            application = loader;
            StartReport.begun(context()).copies();
        }
        assertThat(log.problems()).singleElement().asString().contains("more than once", copy.toString());
    }

    @Test
    void oneCopyIsNotWorthALine() {
        StartReport.begun(context()).copies();
        assertThat(log.all()).isEmpty();
    }

    @Test
    void anInitializerThatHasRunLeavesNothingToSay() {
        StartReport.begun(context());
        new InitializerWatch().contextInitialized(new ServletContextEvent(context()));
        assertThat(log.all()).isEmpty();
    }

    @Test
    void anInitializerThatHasNotRunIsOneWarningHoweverManyWatches() {
        new InitializerWatch().contextInitialized(new ServletContextEvent(context()));
        new InitializerWatch().contextInitialized(new ServletContextEvent(context()));
        assertThat(log.problems())
                .containsExactly(
                        "WARNING Sheetbend is not active in the application '/app': Some server/1.0 has not run its"
                                + " ServletContainerInitializer. The application's WebSocket endpoints, if it has any, are not"
                                + " served. Have it look for initializers in "
                                + CodeOrigin.of(StartReport.class).location() + ".");
    }

    @Test
    void checksThatFailThemselvesFailNothing() throws Exception {
        loader = () -> {
            throw new UnsupportedOperationException("not here");
        };
        everyCheck();
        loader = () -> new ClassLoader(StartReportTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) {
                throw new IllegalStateException("closed");
            }
        };
        everyCheck();
        assertThat(log.problems()).isEmpty();
    }

    private void everyCheck() throws ServletException {
        StartReport report = StartReport.begun(context());
        report.copies();
        report.api();
        report.serves(1);
        new InitializerWatch().contextInitialized(new ServletContextEvent(context()));
    }

    @Test
    void aCopyOfTheApiThatIsNotUsedIsNoWarning() throws Exception {
        Path copy = new JarMaker()
                .manifest("Specification-Version: 2.1")
                .copy("jakarta/websocket/server/ServerContainer.class")
                .to(directory.resolve("older.jar"));
        try (URLClassLoader webapp = JarMaker.loader(application, copy)) {
            application = webapp;
            StartReport.begun(context()).api();
        }
        assertThat(log.problems()).isEmpty();
        assertThat(log.all())
                .singleElement()
                .asString()
                .startsWith("FINE In the application '/app' the Jakarta WebSocket API that is used is 2.2 in ")
                .endsWith(", and not 2.1 in " + copy + ".");
    }

    @Test
    void withoutTheApiTheInitializerSaysSoWhenItIsMade() throws Exception {
        var withoutApi = new HidingLoader("jakarta.websocket.");
        var initializer = (ServletContainerInitializer) withoutApi
                .loadClass(SheetbendInitializer.class.getName())
                .getConstructor()
                .newInstance();
        String what =
                "the Jakarta WebSocket API is missing. Put jakarta.websocket-api and jakarta.websocket-client-api,"
                        + " version 2.2.0, into the directory of Sheetbend's jar.";
        assertThat(log.problems())
                .singleElement()
                .asString()
                .startsWith("SEVERE Sheetbend (")
                .endsWith(") cannot work: " + what);

        assertThatThrownBy(() -> initializer.onStartup(Set.of(), context()))
                .isInstanceOf(ServletException.class)
                .hasMessage("Sheetbend cannot work in the application '/app': " + what);
        assertThat(log.problems()).hasSize(1);
    }

    @Test
    void theFragmentNamesTheWatchAndHarmsNoApplication() throws Exception {
        try (InputStream file = StartReport.class.getResourceAsStream("/META-INF/web-fragment.xml")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("<listener-class>" + InitializerWatch.class.getName() + "</listener-class>")
                    .contains("<distributable/>", "metadata-complete=\"true\"")
                    .doesNotContain("<name>");
        }
    }
}
