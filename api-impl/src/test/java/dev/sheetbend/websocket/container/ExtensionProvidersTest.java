package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import dev.sheetbend.websocket.spi.ProviderLoader;
import dev.sheetbend.websocket.spi.TestExtension;
import jakarta.websocket.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How extension providers are found, started and ended. */
class ExtensionProvidersTest {
    private static final List<String> BUILT_IN = List.of("permessage-deflate", "no-masking");

    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    Path directory;

    @BeforeEach
    void forgetEvents() {
        TestExtension.EVENTS.clear();
    }

    private ExtensionProviders start() {
        return ExtensionProviders.start(Settings.of(settings::get));
    }

    private ExtensionProviders startWith(Class<?>... providers) throws Exception {
        return ProviderLoader.with(directory, List.of(providers), this::start);
    }

    private static List<String> names(ExtensionProviders providers) {
        return providers.installed().stream().map(Extension::getName).toList();
    }

    @Test
    void thoseOfSheetbendAreFoundWhateverTheThreadsClassLoader() throws Exception {
        Callable<List<String>> search = () -> names(start());

        assertThat(search.call()).isEqualTo(BUILT_IN);
        assertThat(ProviderLoader.with((ClassLoader) null, search)).isEqualTo(BUILT_IN);
        assertThat(ProviderLoader.with(ClassLoader.getPlatformClassLoader(), search))
                .isEqualTo(BUILT_IN);
    }

    @Test
    void thoseOfTheApplicationComeFirst() throws Exception {
        assertThat(names(startWith(TestExtension.Beta.class, TestExtension.Alpha.class)))
                .containsExactly("beta", "alpha", "permessage-deflate", "no-masking");
    }

    @Test
    void anApplicationsProviderReplacesOneThatIsBuiltIn() throws Exception {
        ExtensionProviders providers = startWith(TestExtension.OwnNoMasking.class);

        assertThat(names(providers)).containsExactly("no-masking", "permessage-deflate");
        assertThat(TestExtension.EVENTS).containsExactly("no-masking start");
    }

    @Test
    void oneThatCannotBeUsedIsLeftOut() throws Exception {
        ClassLoader loader = ProviderLoader.of(
                directory,
                TestExtension.Broken.class.getName(),
                "no.such.Provider",
                String.class.getName(),
                "not a class name",
                TestExtension.Nameless.class.getName(),
                TestExtension.Alpha.class.getName());

        // What follows a line that is no class name is not read: the service loader gives the file up.
        assertThat(names(ProviderLoader.with(loader, this::start)))
                .containsAll(BUILT_IN)
                .isSubsetOf("alpha", "permessage-deflate", "no-masking");
    }

    @Test
    void whatFollowsOneThatCannotBeLoadedIsFound() throws Exception {
        ClassLoader loader = ProviderLoader.of(
                directory,
                TestExtension.Broken.class.getName(),
                "no.such.Provider",
                String.class.getName(),
                TestExtension.Nameless.class.getName(),
                TestExtension.Alpha.class.getName());

        assertThat(names(ProviderLoader.with(loader, this::start)))
                .containsExactly("alpha", "permessage-deflate", "no-masking");
    }

    @Test
    void oneThatFailsToStartIsLeftOut() throws Exception {
        settings.put("test.alpha.start", "on purpose");

        assertThat(names(startWith(TestExtension.Alpha.class, TestExtension.Beta.class)))
                .containsExactly("beta", "permessage-deflate", "no-masking");
    }

    @Test
    void anIllegalPropertyOfTheContainerFailsItAndEndsWhatHasStarted() {
        settings.put("test.beta.start", "illegal");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> startWith(TestExtension.Alpha.class, TestExtension.Beta.class))
                .withMessage("The property test.beta.start is illegal.");
        assertThat(TestExtension.EVENTS).containsExactly("alpha start", "alpha close");
    }

    @Test
    void anotherIllegalPropertyOfAServerIsFoundBeforeProvidersStart() {
        settings.put(SheetbendProperties.MAX_SESSIONS, "many");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderLoader.with(
                        directory,
                        List.of(TestExtension.Alpha.class),
                        () -> new ServerEndpointContainer(Settings.of(settings::get))));
        assertThat(TestExtension.EVENTS).isEmpty();
    }

    @Test
    void thePropertyForAllConnectionsIsReadWhenAContainerStarts() {
        settings.put(SheetbendProperties.COMPRESSION_DEFLATERS, "0");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerEndpointContainer(Settings.of(settings::get)))
                .withMessageContaining(SheetbendProperties.COMPRESSION_DEFLATERS);
    }

    @Test
    void eachIsClosedOnceThoughAnotherFailsInIt() throws Exception {
        ExtensionProviders providers = startWith(TestExtension.Beta.class, TestExtension.Alpha.class);
        TestExtension.EVENTS.clear();
        providers.close();
        providers.close();

        assertThat(TestExtension.EVENTS).containsExactly("beta close", "alpha close");
    }

    /** Loads Sheetbend's interface once more, as an application that has the jar as well as its server. */
    private static final class OtherCopy extends ClassLoader {
        OtherCopy(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(ExtensionProvider.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (this) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void whatBelongsToAnotherCopyOfSheetbendIsNotAskedFor() throws Exception {
        ClassLoader other = new OtherCopy(ProviderLoader.of(directory, TestExtension.Alpha.class.getName()));

        assertThat(names(ProviderLoader.with(other, this::start))).isEqualTo(BUILT_IN);
    }

    @Test
    void theClassLoaderOfTheApplicationIsNotKept() throws Exception {
        WeakReference<ClassLoader> loader = loaderOfAnApplicationThatHasStopped();

        Awaitility.await().until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private WeakReference<ClassLoader> loaderOfAnApplicationThatHasStopped() throws Exception {
        ClassLoader loader = ProviderLoader.of(directory, "no.such.Provider", TestExtension.Alpha.class.getName());
        ServerEndpointContainer container =
                ProviderLoader.with(loader, () -> new ServerEndpointContainer(Settings.of(settings::get)));
        assertThat(container.getInstalledExtensions()).hasSize(BUILT_IN.size() + 1);
        container.stop();
        return new WeakReference<>(loader);
    }
}
