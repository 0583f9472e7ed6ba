package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.conformance.ClientEndpoints.Form;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * For tests of client endpoints, which run in the tests' JVM; the endpoints of the archive are only their peers. Each side
 * has a journal of its own: what client endpoints note is not in that of the application.
 */
abstract class ClientWar extends DeployedWar {
    private final WebSocketContainer container = ContainerProvider.getWebSocketContainer();

    ClientWar() {
        closeLater((AutoCloseable) container);
    }

    /** An archive with the peers. */
    static WebArchive peers(String name, Class<?>... more) {
        return war(name, PeerEndpoints.class).addClasses(more);
    }

    /** The container of this test. */
    final WebSocketContainer container() {
        return container;
    }

    /** Connects an endpoint in one of its forms to {@code /peer}. */
    final Session connect(Form form) throws Exception {
        return form.connect(container, uri("ws", "peer"));
    }

    /** Connects an instance of an annotated class to {@code /peer}. */
    final Session connect(Object annotated) throws Exception {
        return container.connectToServer(annotated, uri("ws", "peer"));
    }

    /** Connects an endpoint without handlers to {@code /peer}. */
    final Session connectSilent() throws Exception {
        return container.connectToServer(new ClientEndpoints.Silent(), ClientEndpoints.config(), uri("ws", "peer"));
    }

    /** Tells the peer to do something; what it does may end the connection before this end knows that the order is out. */
    static void order(Session session, String order) {
        session.getAsyncRemote().sendText(order);
    }

    /** What the client endpoints of this test have noted. */
    final List<String> notes() {
        return Journal.lines(key());
    }

    /** Waits until the client endpoints have noted exactly these lines. */
    final void awaitNotes(String... lines) {
        await().atMost(WAIT).untilAsserted(() -> assertThat(notes()).containsExactly(lines));
    }
}
