package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.container.ClientsOfApplications;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client connections end with the application that has made them, and do not keep it in memory before. */
@Timeout(60)
class ClientsOfApplicationsTest {
    private static ClassLoader newApplication() {
        return new URLClassLoader(new URL[0], ClientsOfApplicationsTest.class.getClassLoader());
    }

    private static WebSocketContainer containerOf(ClassLoader application) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return ContainerProvider.getWebSocketContainer();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void connectionsOfAnApplicationThatStopsAreClosedWith1001AndThoseOfOthersStay() throws Exception {
        ClassLoader stopping = newApplication();
        WebSocketContainer first = containerOf(stopping);
        WebSocketContainer second = containerOf(stopping);
        WebSocketContainer others = containerOf(newApplication());
        try (RawServer server = RawServer.echo(Optional.empty())) {
            var one = new RecordingEndpoint();
            first.connectToServer(one, null, server.uri());
            var two = new RecordingEndpoint();
            second.connectToServer(two, null, server.uri());
            Session staying = others.connectToServer(new RecordingEndpoint(), null, server.uri());

            ClientsOfApplications.close(stopping);

            assertThat(one.closeCode()).isEqualTo(1001);
            assertThat(two.closeCode()).isEqualTo(1001);
            assertThat(staying.isOpen()).isTrue();
            assertThatThrownBy(() -> first.connectToServer(new RecordingEndpoint(), null, server.uri()))
                    .isInstanceOf(DeploymentException.class);
        } finally {
            ((AutoCloseable) others).close();
        }
    }

    @Test
    void neitherAContainerWithoutConnectionsNorItsApplicationIsKept() {
        ClassLoader application = newApplication();
        var container = new WeakReference<>(containerOf(application));
        var loader = new WeakReference<>(application);
        application = null;

        await().untilAsserted(() -> {
            System.gc();
            assertThat(container.get()).isNull();
            assertThat(loader.get()).isNull();
        });
    }
}
