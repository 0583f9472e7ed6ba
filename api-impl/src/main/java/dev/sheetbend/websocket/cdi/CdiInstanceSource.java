package dev.sheetbend.websocket.cdi;

import dev.sheetbend.websocket.endpoint.InstanceSource;
import dev.sheetbend.websocket.endpoint.Instances;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;

/**
 * Instances from the CDI container that runs when one is needed: it may start after the WebSocket container, or never.
 * Loaded by the service loader. Thread safe.
 */
public final class CdiInstanceSource implements InstanceSource {
    /** What is known of the container that was there last. */
    private volatile Optional<BeanFactory> known = Optional.empty();

    private volatile boolean closed;

    /** For the service loader. */
    public CdiInstanceSource() {}

    @Override
    public Instances open() {
        return new CdiInstances(this);
    }

    @Override
    public boolean settled() {
        return beans().isPresent();
    }

    @Override
    public void close() {
        closed = true;
        known = Optional.empty();
    }

    /** The beans of the container that runs now, for the context class loader of the calling thread. */
    Optional<BeanFactory> beans() {
        Optional<BeanManager> running = running();
        Optional<BeanFactory> beans = known;
        if (running.isEmpty() || beans.isEmpty() || !beans.get().isOf(running.get())) {
            beans = running.map(BeanFactory::new);
            known = beans;
            if (closed) {
                known = Optional.empty();
            }
        }
        return beans;
    }

    private static Optional<BeanManager> running() {
        try {
            return Optional.ofNullable(CDI.current()).map(CDI::getBeanManager);
        } catch (IllegalStateException e) {
            // This is how CDI says that there is no container, or none any more.
            return Optional.empty();
        }
    }
}
