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

    /** CDI has searched for providers and has found none. */
    private volatile boolean noneFound;

    private volatile boolean closed;

    /** For the service loader. */
    public CdiInstanceSource() {}

    @Override
    public Instances open() {
        return new CdiInstances(this);
    }

    @Override
    public boolean settled(Class<?> type) {
        return !InjectionMarks.areOn(type) || beans().isPresent();
    }

    @Override
    public void close() {
        closed = true;
        known = Optional.empty();
    }

    /**
     * The beans of the container that runs now, for the context class loader of the calling thread. Empty where there is
     * none; that a class of CDI is there does not say so.
     */
    Optional<BeanFactory> beans() {
        Optional<BeanFactory> beans = noneFound && !Providers.known() ? Optional.empty() : running();
        known = beans;
        if (closed) {
            known = Optional.empty();
        }
        return beans;
    }

    private Optional<BeanFactory> running() {
        try {
            return Optional.ofNullable(CDI.current()).map(CDI::getBeanManager).map(this::of);
        } catch (IllegalStateException e) {
            // This is how CDI says that there is no container, or none any more.
            noneFound = e.getCause() == null && !Providers.known();
            return Optional.empty();
        }
    }

    private BeanFactory of(BeanManager manager) {
        return known.filter(each -> each.isOf(manager)).orElseGet(() -> new BeanFactory(manager));
    }
}
