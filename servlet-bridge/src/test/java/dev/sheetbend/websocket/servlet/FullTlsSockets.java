package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a transport over TLS must do when the socket takes only a part of a record: Undertow counts it as sent. */
interface FullTlsSockets {
    int MESSAGE = 4_000;

    @Test
    default void theLastRecordLeavesWholeWhenTheSocketTookOnlyAPart() throws Exception {
        TransportContract test = (TransportContract) this;
        int fitting = messagesThatFit(test, Integer.MAX_VALUE);
        // How much fits varies a little; in some of these the socket takes only the beginning of the last record.
        for (int count = fitting; count > fitting - 15; count--) {
            test.session = new TransportContract.Sink();
            try (RawClient client = test.connect()) {
                int written = write(test, count);
                assertThat(client.read(written * MESSAGE)).hasSize(written * MESSAGE);
            }
            test.session.ended.join();
        }
    }

    @Test
    default void theEndOfEveryWriteArrivesHoweverFullTheSocketIs() throws Exception {
        TransportContract test = (TransportContract) this;
        test.session = new TransportContract.Sink();
        try (RawClient client = test.connect()) {
            for (int i = 0; i < 600; i++) {
                int length = 120_000 + i * 997;
                CompletableFuture<Void> written = test.session.write(ByteBuffer.wrap(new byte[length]));
                assertThat(client.read(length)).hasSize(length);
                written.join();
            }
        }
    }

    private static int messagesThatFit(TransportContract test, int most) throws Exception {
        test.session = new TransportContract.Sink();
        try (RawClient client = test.connect()) {
            int count = write(test, most);
            test.session.transport.abort();
            client.drain();
            test.session.ended.join();
            return count;
        }
    }

    /** Writes messages until one gets stuck; that one counts as well. */
    private static int write(TransportContract test, int most) throws Exception {
        for (int count = 1; count <= most; count++) {
            try {
                test.session.write(ByteBuffer.wrap(new byte[MESSAGE])).get(300, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return count;
            }
        }
        return most;
    }
}
