package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.container.Applications;
import dev.sheetbend.websocket.spi.ProviderLoader;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which client containers end with an application, and what is left of it. */
@Timeout(60)
class ApplicationClientsTest {
    private static final int CLOSE_FRAME = 0x88;

    private final ClassLoader application = newLoader();
    private final RecordingEndpoint endpoint = new RecordingEndpoint();
    private RawServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = RawServer.echo(Optional.empty());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void theLastServerContainerOfAnApplicationTakesItsClientsWithIt() throws Exception {
        Applications.started(application);
        Applications.started(application);
        Session session = connect(application, endpoint);

        Applications.ended(application);
        assertEchoes(session, endpoint);

        Applications.ended(application);
        assertThat(endpoint.closeCode()).isEqualTo(1001);
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void clientsOfAnotherApplicationStay() throws Exception {
        ClassLoader other = newLoader();
        Applications.started(application);
        Applications.started(other);
        Session session = connect(other, endpoint);

        Applications.ended(application);

        assertEchoes(session, endpoint);
        Applications.ended(other);
        assertThat(endpoint.closeCode()).isEqualTo(1001);
    }

    @Test
    void anApplicationMayEndTwice() throws Exception {
        Applications.started(application);
        connect(application, endpoint);

        Applications.ended(application);
        Applications.ended(application);

        assertThat(endpoint.closeCode()).isEqualTo(1001);
        assertThat(endpoint.errors).isEmpty();
    }

    @Test
    void aClientThatIsMadeAfterTheEndWorksAndEndsWithTheNextOne() throws Exception {
        Applications.started(application);
        SheetbendClientContainer kept = container(application);
        Applications.ended(application);
        assertThatThrownBy(() -> kept.connectToServer(new RecordingEndpoint(), null, server.uri()))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("has stopped");

        Session session = connect(application, endpoint);
        assertEchoes(session, endpoint);

        Applications.started(application);
        Applications.ended(application);
        assertThat(endpoint.closeCode()).isEqualTo(1001);
    }

    @Test
    void clientsOfTheSameApplicationShareTheirThreadsAndAreDifferentContainers() throws Exception {
        List<SheetbendClientContainer> both = List.of(container(application), container(application));

        assertThat(both).doesNotHaveDuplicates();
        assertThat(ProviderLoader.with(application, ApplicationClients::ofCaller))
                .isSameAs(ProviderLoader.with(application, ApplicationClients::ofCaller))
                .isNotSameAs(ProviderLoader.with(newLoader(), ApplicationClients::ofCaller));
    }

    /** Whoever goes through them a second time, such as to wait for each, finds that all peers have been told. */
    private static final class Observed extends AbstractCollection<SheetbendClientContainer> {
        private final List<SheetbendClientContainer> all;
        private final CountDownLatch told;
        private int iterations;
        private boolean allToldFirst;

        Observed(CountDownLatch told, SheetbendClientContainer... all) {
            this.told = told;
            this.all = List.of(all);
        }

        @Override
        public Iterator<SheetbendClientContainer> iterator() {
            if (++iterations == 2) {
                try {
                    allToldFirst = told.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return all.iterator();
        }

        @Override
        public int size() {
            return all.size();
        }
    }

    @Test
    void severalContainersAreAllToldToCloseBeforeAnyIsWaitedFor() throws Exception {
        var told = new CountDownLatch(2);
        try (RawServer silent = new RawServer(connection -> {
            connection.answer(connection.switching());
            InputStream in = connection.socket.getInputStream();
            if (in.read() == CLOSE_FRAME) {
                told.countDown();
            }
            in.readAllBytes();
        })) {
            var containers = new Observed(told, container(application), container(application));
            List<Session> sessions = new ArrayList<>();
            for (SheetbendClientContainer each : containers.all) {
                sessions.add(each.connectToServer(new RecordingEndpoint(), null, silent.uri()));
            }

            SheetbendClientContainer.close(containers);

            assertThat(containers.allToldFirst).isTrue();
            assertThat(sessions).noneMatch(Session::isOpen);
        }
    }

    /** Such as that of a web application which is thrown away. */
    @Test
    void aContextLoaderWhoseApplicationOnlyAskedForAContainerIsCollected() throws Exception {
        WeakReference<ClassLoader> loader = onlyAsks();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
    }

    private static WeakReference<ClassLoader> onlyAsks() throws Exception {
        ClassLoader loader = newLoader();
        assertThat(ProviderLoader.with(loader, ContainerProvider::getWebSocketContainer))
                .isInstanceOf(SheetbendClientContainer.class);
        return new WeakReference<>(loader);
    }

    private static ClassLoader newLoader() {
        return new URLClassLoader(new URL[0], ApplicationClientsTest.class.getClassLoader());
    }

    private static SheetbendClientContainer container(ClassLoader application) throws Exception {
        return ProviderLoader.with(
                application, () -> ApplicationClients.ofCaller().newContainer());
    }

    private Session connect(ClassLoader application, RecordingEndpoint endpoint) throws Exception {
        SheetbendClientContainer container = container(application);
        return ProviderLoader.with(application, () -> container.connectToServer(endpoint, null, server.uri()));
    }

    private static void assertEchoes(Session session, RecordingEndpoint endpoint) throws Exception {
        session.getBasicRemote().sendText("still here");
        assertThat(endpoint.next()).isEqualTo("still here");
    }
}
