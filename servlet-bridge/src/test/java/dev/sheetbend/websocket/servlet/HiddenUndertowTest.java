package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server may hide Undertow's classes from its applications, or some of them. */
@Timeout(60)
class HiddenUndertowTest {
    @ParameterizedTest
    @CsvSource({
        "io.undertow., io.undertow.servlet.spec.HttpServletRequestImpl",
        "io.undertow.servlet., io.undertow.servlet.spec.HttpServletRequestImpl",
        "io.undertow.server., io.undertow.server.HttpServerExchange",
        "org.xnio., org.xnio.StreamConnection"
    })
    void theNativeTransportWorksFromAnApplicationThatCannotSeeAllOfUndertow(String hidden, String missing)
            throws Exception {
        ClassLoader application = new HidingLoader(hidden);
        assertThatThrownBy(() -> Class.forName(missing, false, application)).isInstanceOf(ClassNotFoundException.class);
        Object app = Class.forName("dev.sheetbend.websocket.servlet.HiddenApp", true, application)
                .getConstructor()
                .newInstance();
        TestServer server = new UndertowServer();
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
