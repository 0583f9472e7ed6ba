package dev.sheetbend.websocket.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Defines our adapter for a container again where that container's classes are visible: a server hides them from
 * the web application that our jar is in. Everything but the adapter's own package and the container's is the parent's.
 */
final class BridgingClassLoader extends ClassLoader {
    private final ClassLoader containerLoader;
    private final String adapter;
    private final List<String> container;

    /**
     * @param own the loader of our jar
     * @param containerLoader the one that defined the container's request
     * @param adapter what the names of the adapter's classes begin with
     * @param container what the names of the container's classes begin with
     */
    BridgingClassLoader(ClassLoader own, ClassLoader containerLoader, String adapter, List<String> container) {
        super(own);
        this.containerLoader = containerLoader;
        this.adapter = adapter;
        this.container = container;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (container.stream().anyMatch(name::startsWith)) {
            return containerLoader.loadClass(name);
        }
        if (!name.startsWith(adapter)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, BridgingClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
