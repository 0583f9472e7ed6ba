package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jetty hides its classes from web applications; the native transport gets through all the same. */
@Timeout(60)
class HiddenJettyTest {
    /** Like Jetty's own: the application's classes first, the server's not at all. */
    private static final class WebAppLoader extends ClassLoader {
        WebAppLoader() {
            super(HiddenJettyTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.eclipse.jetty.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.sheetbend.")) {
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
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void theNativeTransportWorksFromAnApplicationThatCannotSeeJetty() throws Exception {
        ClassLoader application = new WebAppLoader();
        assertThatThrownBy(() -> Class.forName("org.eclipse.jetty.io.EndPoint", false, application))
                .isInstanceOf(ClassNotFoundException.class);
        Object app = Class.forName("dev.sheetbend.websocket.servlet.HiddenJettyApp", true, application)
                .getConstructor()
                .newInstance();
        TestServer server = new JettyServer();
        int port = server.start((Filter) ((Supplier<?>) app).get());
        try (AutoCloseable closeable = (AutoCloseable) app;
                RawClient client = new RawClient(port, "/app/ws")) {
            assertThat(closeable).isNotNull();
            assertThat(client.status()).isEqualTo(101);
            client.write(new byte[] {1, 2, 3});
            assertThat(client.read(3)).containsExactly(1, 2, 3);
        } finally {
            server.stop();
        }
    }
}
