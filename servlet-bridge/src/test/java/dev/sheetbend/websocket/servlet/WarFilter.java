package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.session.Transport;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What a war has in it: greets with the name and the loader of its transport's class. */
public final class WarFilter implements Filter, Upgrades {
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final UpgradeFilter filter = new UpgradeFilter(
            this, new TransportServices(new BufferPool(0), workers, workers, timer, true, java.util.Optional.empty()));

    /** For the container. */
    public WarFilter() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        filter.doFilter(request, response, chain);
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Override
    public boolean hasEndpoint(String path) {
        return path.equals("/ws");
    }

    @Override
    public UpgradeAnswer answer(String path, OpeningRequest request) {
        return new UpgradeAnswer.Accepted(
                Map.of("Upgrade", List.of("websocket"), "Connection", List.of("Upgrade")), new Greeter());
    }

    private static final class Greeter extends EchoSession {
        @Override
        public void accept(Transport target) {
            super.accept(target);
            Class<?> type = target.getClass();
            String greeting =
                    type.getName() + " " + type.getClassLoader().getClass().getSimpleName() + "\n";
            var unused = write(ByteBuffer.wrap(greeting.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
