package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** RFC 6455, 7: every way in which a connection ends. */
class CloseHandshakeTest {
    private final CloseHandshake handshake = new CloseHandshake();

    private void assertReported(int code, String reason) {
        assertThat(handshake.code()).isEqualTo(code);
        assertThat(handshake.reason()).isEqualTo(reason);
    }

    @Test
    void isOpenUntilSomethingEndsIt() {
        assertThat(handshake.isOpen()).isTrue();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertReported(1006, "");
    }

    @Test
    void thisEndClosesFirst() {
        assertThat(handshake.closeLocally(1000, "done")).isTrue();
        assertThat(handshake.isOpen()).isFalse();
        assertThat(handshake.wireCode()).isEqualTo(1000);
        assertThat(handshake.wireReason()).isEqualTo("done");
        assertThat(handshake.closeSent()).isFalse();
        assertThat(handshake.closeReceived(1000, "done too")).isFalse();
        assertThat(handshake.handshakeComplete()).isTrue();
        assertThat(handshake.connectionLost()).isFalse();
        assertThat(handshake.handshakeComplete()).isTrue();
        assertReported(1000, "done");
    }

    @Test
    void thePeerClosesFirst() {
        assertThat(handshake.closeReceived(4000, "bye")).isTrue();
        assertThat(handshake.isOpen()).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertThat(handshake.wireCode()).isEqualTo(4000);
        assertThat(handshake.wireReason()).isEmpty();
        assertThat(handshake.closeSent()).isTrue();
        assertThat(handshake.handshakeComplete()).isTrue();
        assertThat(handshake.connectionLost()).isFalse();
        assertReported(4000, "bye");
    }

    @Test
    void aCloseFrameWithoutACodeIsAnsweredWithOneWithoutACode() {
        assertThat(handshake.closeReceived(1005, "")).isTrue();
        assertThat(handshake.wireCode()).isEqualTo(1005);
        assertReported(1005, "");
    }

    @Test
    void bothEndsCloseAtOnceAndThePeersFrameArrivesBeforeOursHasLeft() {
        assertThat(handshake.closeLocally(1001, "stopping")).isTrue();
        assertThat(handshake.closeReceived(1000, "")).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertThat(handshake.closeSent()).isTrue();
        assertThat(handshake.handshakeComplete()).isTrue();
        assertThat(handshake.wireCode()).isEqualTo(1001);
        assertReported(1001, "stopping");
    }

    @Test
    void aLocalCloseAfterThePeersSendsNothingMore() {
        assertThat(handshake.closeReceived(1000, "")).isTrue();
        assertThat(handshake.closeLocally(1011, "late")).isFalse();
        assertThat(handshake.wireCode()).isEqualTo(1000);
        assertThat(handshake.closeSent()).isTrue();
        assertThat(handshake.closeLocally(1011, "later")).isFalse();
        assertReported(1000, "");
    }

    @Test
    void onlyTheFirstLocalCloseSendsAFrame() {
        assertThat(handshake.closeLocally(1000, "first")).isTrue();
        assertThat(handshake.closeLocally(1001, "second")).isFalse();
        assertThat(handshake.wireCode()).isEqualTo(1000);
        assertReported(1000, "first");
    }

    @Test
    void anIdleTimeoutTellsThePeerAndTheEndpointDifferentThings() {
        assertThat(handshake.closeLocally(1001, "idle", 1006, "no answer")).isTrue();
        assertThat(handshake.wireCode()).isEqualTo(1001);
        assertThat(handshake.wireReason()).isEqualTo("idle");
        assertThat(handshake.closeSent()).isFalse();
        assertThat(handshake.closeReceived(1001, "idle")).isFalse();
        assertReported(1006, "no answer");
    }

    @Test
    void aConnectionThatBreaksIs1006() {
        assertThat(handshake.connectionLost()).isTrue();
        assertThat(handshake.connectionLost()).isFalse();
        assertThat(handshake.isOpen()).isFalse();
        assertThat(handshake.closeLocally(1000, "late")).isFalse();
        assertThat(handshake.closeReceived(1000, "late")).isFalse();
        assertThat(handshake.closeSent()).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertReported(1006, "");
    }

    @Test
    void aConnectionThatBreaksDuringTheHandshakeKeepsWhatBeganIt() {
        assertThat(handshake.closeLocally(1000, "done")).isTrue();
        assertThat(handshake.connectionLost()).isFalse();
        assertThat(handshake.closeReceived(1000, "")).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertReported(1000, "done");
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswerHasLeftIsNotComplete() {
        assertThat(handshake.closeReceived(1000, "bye")).isTrue();
        assertThat(handshake.connectionLost()).isFalse();
        assertThat(handshake.closeSent()).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertReported(1000, "bye");
    }

    @Test
    void aSecondCloseFrameOfThePeerChangesNothing() {
        assertThat(handshake.closeReceived(1000, "first")).isTrue();
        assertThat(handshake.closeReceived(1001, "second")).isFalse();
        assertThat(handshake.handshakeComplete()).isFalse();
        assertReported(1000, "first");
    }

    @Test
    void theEndpointIsNotifiedOnce() {
        assertThat(handshake.claimNotification()).isTrue();
        assertThat(handshake.claimNotification()).isFalse();
    }

    @Test
    void underContentionOneEventDecidesAndOneFrameIsSentAndOneNotificationMade() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 0; round < 500; round++) {
                raceOnce(threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void raceOnce(ExecutorService threads) throws InterruptedException, ExecutionException {
        var raced = new CloseHandshake();
        var barrier = new CyclicBarrier(6);
        List<Callable<Boolean>> events = List.of(
                () -> raced.closeLocally(1000, "a"),
                () -> raced.closeLocally(1001, "b", 1006, "b"),
                () -> raced.closeReceived(4000, "c"),
                raced::connectionLost,
                raced::claimNotification,
                raced::claimNotification);
        List<Future<Boolean>> running = new ArrayList<>();
        for (Callable<Boolean> event : events) {
            running.add(threads.submit(() -> {
                barrier.await();
                return event.call();
            }));
        }
        List<Boolean> results = new ArrayList<>();
        for (Future<Boolean> each : running) {
            results.add(each.get());
        }
        assertThat(results.subList(0, 4)).as("who decided").containsOnlyOnce(true);
        assertThat(results.subList(4, 6)).as("who notifies").containsOnlyOnce(true);
        List<String> told = List.of("1000 a 1000", "1006 b 1001", "4000 c 4000", "1006  1005");
        assertThat(raced.code() + " " + raced.reason() + " " + raced.wireCode())
                .isEqualTo(told.get(results.indexOf(true)));
        assertThat(raced.isOpen()).isFalse();
        assertThat(raced.handshakeComplete()).isFalse();
    }
}
