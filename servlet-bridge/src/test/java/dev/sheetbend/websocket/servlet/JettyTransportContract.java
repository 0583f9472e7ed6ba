package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collection;
import org.eclipse.jetty.io.EndPoint;
import org.junit.jupiter.api.Test;

/** What else holds on Jetty, in the clear and over TLS. */
abstract class JettyTransportContract extends TransportContract {
    JettyTransportContract() {
        super(new JettyServer());
    }

    @Test
    void aCloseFromAnotherThreadReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(new byte[10]);
            await().until(() -> session.receivedBytes.get() == 10);
            session.transport.close();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void anAbortFromAnotherThreadReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(new byte[10]);
            await().until(() -> session.receivedBytes.get() == 10);
            session.transport.abort();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void anEndPointThatJettyKeepsHasNothingOfAConnectionThatHasEnded() throws Exception {
        Collection<EndPoint> endPoints;
        try (RawClient client = connect()) {
            endPoints = ((JettyServer) server).endPoints();
            assertThat(client.status()).isEqualTo(101);
            assertThat(endPoints)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.getConnection()).isNotNull());
        }
        await().untilAsserted(() -> assertThat(endPoints)
                .allSatisfy(each -> assertThat(each.getConnection()).isNull()));
    }
}
