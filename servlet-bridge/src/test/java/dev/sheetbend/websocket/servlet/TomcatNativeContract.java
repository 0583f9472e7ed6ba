package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What Tomcat's own sockets do. */
@SuppressWarnings("try") // some clients only have to be there
abstract class TomcatNativeContract extends NativeTransportContract {
    TomcatNativeContract(TomcatServer server) {
        super(server, "dev.sheetbend.websocket.servlet.tomcat.TomcatTransport");
    }

    @Test
    void anAbortLeavesTheBuffersOfAWriteAlone() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            ByteBuffer buffer = ByteBuffer.wrap(new byte[64 * MEBIBYTE]);
            CompletableFuture<Void> stuck = session.write(buffer);
            session.transport.abort();
            assertThat(stuck).isCompletedExceptionally();
            assertThat(buffer.position()).isZero();
        }
    }

    @Test
    void aSuspendedConnectionGetsNoCallbacks() throws Exception {
        CountDownLatch resumed = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                if (resumed.getCount() > 0) {
                    transport.suspend();
                }
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[1]);
            await().until(() -> session.receivedBytes.get() == 1);
            long before = ((TomcatServer) server).executedTasks();
            CompletableFuture<Void> written = client.writeInBackground(bytes(32 * MEBIBYTE));
            awaitNoProgress();
            assertThat(((TomcatServer) server).executedTasks()).isEqualTo(before);
            assertThat(session.receivedBytes).hasValue(1);
            resumed.countDown();
            session.transport.resume();
            await().until(() -> session.receivedBytes.get() == 32 * MEBIBYTE + 1);
            written.join();
        }
    }
}
