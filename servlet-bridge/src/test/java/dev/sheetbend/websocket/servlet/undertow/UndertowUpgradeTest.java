package dev.sheetbend.websocket.servlet.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.TransportServices;
import dev.sheetbend.websocket.session.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class UndertowUpgradeTest {
    private final List<String> events = new ArrayList<>();

    private final Acceptor acceptor = new Acceptor() {
        @Override
        public void accept(Transport transport) {
            events.add("accepted");
        }

        @Override
        public void abandon() {
            events.add("abandoned");
        }
    };

    @Test
    void aConnectionThatClosesBeforeTheAnswerHasLeftAbandonsTheHandshakeOnce() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            UndertowUpgrade upgrade = new UndertowUpgrade(
                    new TransportServices(
                            new BufferPool(0), Runnable::run, Runnable::run, timer, true, Optional.empty()),
                    Runnable::run,
                    acceptor);
            upgrade.closed(null);
            upgrade.closed(null);
            upgrade.handleUpgrade(null, null);
            assertThat(events).containsExactly("abandoned");
        } finally {
            timer.shutdownNow();
        }
    }
}
