package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** An application's class loader that knows of extension providers. */
public final class ProviderLoader {
    private ProviderLoader() {}

    /** Has a services file in this directory that names these classes, which the test's own class loader finds. */
    public static ClassLoader of(Path directory, String... classes) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(ExtensionProvider.class.getName()), List.of(classes));
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, ProviderLoader.class.getClassLoader());
    }

    /** Has a thread of an application with these providers do something. */
    public static <T> T with(Path directory, List<Class<?>> classes, Callable<T> task) throws Exception {
        return with(of(directory, classes.stream().map(Class::getName).toArray(String[]::new)), task);
    }

    /** Does something with this context class loader. */
    public static <T> T with(ClassLoader loader, Callable<T> task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
