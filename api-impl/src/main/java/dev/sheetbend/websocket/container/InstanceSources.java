package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.InstanceSource;
import java.util.ServiceLoader;

/** Finds what injects. Where the API of CDI is not there, nothing that knows it is so much as loaded. */
final class InstanceSources {
    private static final String CDI = "jakarta.enterprise.inject.spi.CDI";

    private InstanceSources() {}

    static InstanceSource find() {
        ClassLoader own = InstanceSources.class.getClassLoader();
        return readable(CDI, own)
                ? ServiceLoader.load(InstanceSource.class, own).findFirst().orElseGet(InstanceSource::plain)
                : InstanceSource.plain();
    }

    private static boolean readable(String name, ClassLoader loader) {
        try {
            Class<?> found = Class.forName(name, false, loader);
            return InstanceSources.class.getModule().canRead(found.getModule());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
