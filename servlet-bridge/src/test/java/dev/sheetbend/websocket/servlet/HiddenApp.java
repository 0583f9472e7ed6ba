package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** A web application with our jar in it; its class loader does not see all of the server. */
public final class HiddenApp implements Supplier<Filter>, Upgrades, AutoCloseable {
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Called by reflection. */
    public HiddenApp() {}

    @Override
    public Filter get() {
        return new UpgradeFilter(
                this,
                new TransportServices(new BufferPool(0), workers, workers, timer, true, java.util.Optional.empty()));
    }

    @Override
    public boolean hasEndpoint(String path) {
        return path.equals("/ws");
    }

    @Override
    public UpgradeAnswer answer(String path, OpeningRequest request) {
        return new UpgradeAnswer.Accepted(
                Map.of("Upgrade", List.of("websocket"), "Connection", List.of("Upgrade")), new EchoSession());
    }

    @Override
    public void close() {
        workers.shutdownNow();
        timer.shutdownNow();
    }
}
