package dev.sheetbend.websocket.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** An application's class loader that has extension providers: classes nested in {@link TestExtension}. */
public final class ProviderLoader extends URLClassLoader {
    private final List<String> own;

    private ProviderLoader(Path directory, List<String> own) throws IOException {
        super(new URL[] {directory.toUri().toURL()}, ProviderLoader.class.getClassLoader());
        this.own = own;
    }

    /** Has a services file in this directory that names these classes. */
    public static ClassLoader of(Path directory, String... classes) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(ExtensionProvider.class.getName()), List.of(classes));
        return new ProviderLoader(directory, List.of(classes));
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

    /**
     * The named classes are made anew: the test's own are in a named module, where the service loader does not heed files.
     * What they inherit is the test's.
     */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!own.contains(name) || !name.startsWith(TestExtension.class.getName() + "$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
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
