package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndertowTlsTransportTest extends TransportContract {
    private static final int MESSAGE = 4_000;

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    UndertowTlsTransportTest() {
        super(new UndertowServer());
    }

    @Override
    Optional<TestCertificate> certificate() throws Exception {
        if (certificate == null) {
            certificate = new TestCertificate(directory);
        }
        return Optional.of(certificate);
    }

    @Override
    RawClient newClient(String path, byte[] behind) throws IOException {
        return new RawClient(certificate.context.getSocketFactory(), port, path, behind);
    }

    @Test
    void theLastRecordLeavesWholeWhenTheSocketTookOnlyAPart() throws Exception {
        int fitting = messagesThatFit(Integer.MAX_VALUE);
        // How much fits varies a little; in some of these the socket takes only the beginning of the last record.
        for (int count = fitting; count > fitting - 15; count--) {
            session = new Sink();
            try (RawClient client = connect()) {
                int written = write(count);
                assertThat(client.read(written * MESSAGE)).hasSize(written * MESSAGE);
            }
            session.ended.join();
        }
    }

    @Test
    void theEndOfEveryWriteArrivesHoweverFullTheSocketIs() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            for (int i = 0; i < 600; i++) {
                int length = 120_000 + i * 997;
                CompletableFuture<Void> written = session.write(ByteBuffer.wrap(new byte[length]));
                assertThat(client.read(length)).hasSize(length);
                written.join();
            }
        }
    }

    private int messagesThatFit(int most) throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            int count = write(most);
            session.transport.abort();
            client.drain();
            session.ended.join();
            return count;
        }
    }

    /** Writes messages until one gets stuck; that one counts as well. */
    private int write(int most) throws Exception {
        for (int count = 1; count <= most; count++) {
            try {
                session.write(ByteBuffer.wrap(new byte[MESSAGE])).get(300, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return count;
            }
        }
        return most;
    }
}
