package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jetty hides its classes from web applications; the native transport gets through all the same. */
@Timeout(60)
class HiddenJettyTest {
    @Test
    void theNativeTransportWorksFromAnApplicationThatCannotSeeJetty() throws Exception {
        ClassLoader application = new HidingLoader("org.eclipse.jetty.");
        assertThatThrownBy(() -> Class.forName("org.eclipse.jetty.io.EndPoint", false, application))
                .isInstanceOf(ClassNotFoundException.class);
        Object app = Class.forName("dev.sheetbend.websocket.servlet.HiddenApp", true, application)
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
