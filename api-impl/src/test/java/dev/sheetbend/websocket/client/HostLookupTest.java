package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.client.Dialogue.Deadline;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolvers that answer, fail and hang. */
@Timeout(60)
class HostLookupTest {
    private static final WebSocketUri NAMED = WebSocketUri.of(URI.create("ws://somewhere.example/"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void endThreads() {
        hold.countDown();
        threads.shutdownNow();
    }

    private static Deadline in(long millis) {
        return Deadline.in(millis, "Too late.");
    }

    /** Like a platform's resolver, which takes no notice of an interrupt. */
    private InetAddress[] hang(String host) throws UnknownHostException {
        boolean over = false;
        while (!over) {
            try {
                hold.await();
                over = true;
            } catch (InterruptedException e) {
                assertThat(host).isNotEmpty();
            }
        }
        throw new UnknownHostException(host);
    }

    @Test
    void answersWhatTheResolverAnswers() throws Exception {
        InetAddress[] two = {InetAddress.getByAddress(new byte[4]), InetAddress.getByAddress(new byte[16])};
        assertThat(new HostLookup(threads, host -> two).addresses(NAMED, in(10_000)))
                .isSameAs(two);
    }

    @Test
    void aResolverThatHangsMeetsTheTimeLimit() {
        var lookup = new HostLookup(threads, this::hang);
        assertThatThrownBy(() -> lookup.addresses(NAMED, in(50)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Too late.");
        assertThatThrownBy(() -> lookup.addresses(NAMED, in(-50))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anUnknownHostIsSaidToBeOne() {
        var lookup = new HostLookup(threads, host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> lookup.addresses(NAMED, in(10_000)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("somewhere.example");
    }

    @Test
    void aResolverThatFailsIsAnIoException() {
        var lookup = new HostLookup(threads, host -> {
            throw new SecurityException("no");
        });
        assertThatThrownBy(() -> lookup.addresses(NAMED, in(10_000)))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(SecurityException.class);
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        var asked = new CountDownLatch(1);
        var lookup = new HostLookup(threads, host -> {
            asked.countDown();
            return hang(host);
        });
        var thrown = new CompletableFuture<Throwable>();
        var stillInterrupted = new AtomicReference<Boolean>();
        var thread = new Thread(() -> {
            Throwable failure = catchThrowable(() -> lookup.addresses(NAMED, in(30_000)));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
            thrown.complete(failure);
        });
        thread.start();
        asked.await();
        thread.interrupt();

        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(stillInterrupted.get()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]"})
    void anAddressNeedsNoThread(String address) throws Exception {
        threads.shutdown();
        var lookup = new HostLookup(threads, InetAddress::getAllByName);
        WebSocketUri uri = WebSocketUri.of(URI.create("ws://" + address + "/"));

        assertThat(lookup.addresses(uri, in(10_000))).hasSize(1);
        assertThatThrownBy(() -> lookup.addresses(NAMED, in(10_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has stopped");
    }
}
