package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Tomcat lacks what the native transport needs, the standard upgrade takes over. */
@Timeout(60)
class HiddenTomcatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.catalina.connector.RequestFacade",
                "org.apache.coyote.http11.Http11NioProtocol",
                "org.apache.tomcat.util.net.SecureNioChannel",
                "org.apache.tomcat.util.net.SocketWrapperBase"
            })
    void theStandardUpgradeServesAnApplicationThatCannotSeeAllOfTomcat(String missing) throws Exception {
        ClassLoader application = new HidingLoader(missing);
        assertThatThrownBy(() -> Class.forName(missing, false, application)).isInstanceOf(ClassNotFoundException.class);
        Object app = Class.forName("dev.sheetbend.websocket.servlet.HiddenApp", true, application)
                .getConstructor()
                .newInstance();
        TestServer server = new TomcatServer();
        int port = server.start((Filter) ((Supplier<?>) app).get());
        try (AutoCloseable closeable = (AutoCloseable) app) {
            assertThat(closeable).isNotNull();
            for (int i = 0; i < 2; i++) {
                echo(port);
            }
        } finally {
            server.stop();
        }
    }

    private static void echo(int port) throws Exception {
        try (RawClient client = new RawClient(port, "/app/ws")) {
            assertThat(client.status()).isEqualTo(101);
            client.write(new byte[] {1, 2, 3});
            assertThat(client.read(3)).containsExactly(1, 2, 3);
        }
    }
}
