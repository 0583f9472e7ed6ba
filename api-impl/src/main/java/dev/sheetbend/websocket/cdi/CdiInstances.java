package dev.sheetbend.websocket.cdi;

import dev.sheetbend.websocket.endpoint.Instances;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The instances of one connection or one deployment: from CDI while it runs, by their constructors otherwise. */
final class CdiInstances implements Instances {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final CdiInstanceSource source;

    // Guarded by this.
    /** CDI tells applications apart by it, and a connection may end on any thread. */
    private ClassLoader applicationLoader = Thread.currentThread().getContextClassLoader();

    /** Made for the first one; null before. */
    private Deque<Made<?>> made;

    private Optional<RequestContexts> requestContexts = Optional.empty();
    private boolean contextsSought;
    private boolean ended;

    CdiInstances(CdiInstanceSource source) {
        this.source = source;
    }

    @Override
    public <T> T create(Class<T> type) throws InstantiationException {
        Optional<BeanFactory> beans = source.beans();
        if (beans.isEmpty()) {
            return Instances.plain().create(type);
        }
        Made<T> one = beans.get().make(type);
        if (!keep(one)) {
            end(one);
            throw new InstantiationException(
                    "What needs an instance of " + type.getName() + " has ended while it was made.");
        }
        return one.instance();
    }

    private synchronized boolean keep(Made<?> one) {
        if (!ended) {
            applicationLoader = Thread.currentThread().getContextClassLoader();
            if (made == null) {
                made = new ArrayDeque<>(1);
            }
            made.push(one);
        }
        return !ended;
    }

    @Override
    public Runnable enter() {
        return contexts().map(RequestContexts::enter).orElseGet(() -> () -> {});
    }

    private Optional<RequestContexts> contexts() {
        synchronized (this) {
            if (contextsSought || ended) {
                return requestContexts;
            }
        }
        Optional<RequestContexts> found = soughtContexts();
        synchronized (this) {
            if (!contextsSought && !ended) {
                contextsSought = true;
                requestContexts = found;
            }
            return requestContexts;
        }
    }

    private Optional<RequestContexts> soughtContexts() {
        try {
            return source.beans().flatMap(BeanFactory::requestContexts);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "CDI could not tell how to begin a request context", e);
            return Optional.empty();
        }
    }

    @Override
    public void end() {
        List<Made<?>> all;
        Optional<RequestContexts> contexts;
        ClassLoader loader;
        synchronized (this) {
            ended = true;
            // What was made last may use what was made before.
            all = made == null ? List.of() : List.copyOf(made);
            made = null;
            contexts = requestContexts;
            requestContexts = Optional.empty();
            loader = applicationLoader;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            all.forEach(CdiInstances::end);
            contexts.ifPresent(RequestContexts::release);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void end(Made<?> one) {
        try {
            one.ending().run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    () -> "CDI could not destroy an instance of "
                            + one.instance().getClass().getName(),
                    e);
        }
    }
}
