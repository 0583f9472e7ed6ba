package dev.sheetbend.websocket.container;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * The class loader of an application that has a copy of one class. When it has stopped it answers as Tomcat's does then:
 * by an exception.
 */
final class CopyingLoader extends URLClassLoader {
    private final String copied;
    private volatile boolean stopped;

    /**
     * @param resources where it looks for files
     */
    CopyingLoader(Class<?> copied, URL... resources) {
        super(resources, copied.getClassLoader());
        this.copied = copied.getName();
    }

    /** An instance of the copy. */
    <T> T make(Class<T> type) throws ReflectiveOperationException {
        return type.cast(loadClass(copied).getConstructor().newInstance());
    }

    void stop() {
        stopped = true;
    }

    private void requireRunning() {
        if (stopped) {
            throw new IllegalStateException("This web application has been stopped already.");
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        requireRunning();
        if (!name.equals(copied)) {
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

    @Override
    public URL getResource(String name) {
        requireRunning();
        return super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        requireRunning();
        return super.getResources(name);
    }
}
