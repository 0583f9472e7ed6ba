package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.BroadcastListener;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;

/** Tests of what is sent to several sessions of one endpoint. */
abstract class BroadcastHarness extends InMemorySession {
    final List<Receiver> receivers = new ArrayList<>();

    /** A session and the transport under it. */
    record Receiver(Session session, FakeTransport transport) {}

    /** What a broadcast's listener is told. */
    static final class Report implements BroadcastListener {
        final BlockingQueue<Throwable> reasons = new LinkedBlockingQueue<>();
        final BlockingQueue<Session> failed = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> reached = new CompletableFuture<>();

        @Override
        public void failed(Session session, Throwable why) {
            assertThat(reached).isNotDone();
            failed.add(session);
            reasons.add(why);
        }

        @Override
        public void completed(int count) {
            assertThat(reached.complete(count)).isTrue();
        }
    }

    /** Opens so many server sessions, the first one over the harness's own transport. */
    final void open(int count) throws Exception {
        peer.open(Role.SERVER, endpoint);
        receivers.add(new Receiver(endpoint.session, peer.transport));
        for (int i = 1; i < count; i++) {
            connect();
        }
    }

    /** Opens one more. */
    final Receiver connect(String... extensionOffers) {
        var transport = new FakeTransport();
        peer.connect("/harness", transport, extensionOffers);
        var receiver = new Receiver(endpoint.session, transport);
        receivers.add(receiver);
        return receiver;
    }

    final List<Session> sessions() {
        return receivers.stream().map(Receiver::session).toList();
    }

    final void assertAllReceived(String... events) {
        for (Receiver receiver : receivers) {
            assertThat(received(receiver)).containsExactly(events);
        }
    }

    final List<String> received(Receiver receiver) {
        return peer.received(receiver.transport);
    }

    @AfterEach
    void endConnections() {
        for (Receiver receiver : receivers) {
            receiver.transport.releaseWrites();
            receiver.transport.end(null);
            receiver.transport.shutDown();
        }
    }
}
