package dev.sheetbend.websocket.container;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Tells what ends with an application that its server container knows nothing of: the API makes client containers by a
 * static method. An application is known by its class loader, which is held weakly; one that has none of its own neither starts nor
 * ends here. Thread safe.
 */
public final class Applications {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Guarded by itself. */
    private static final Map<ClassLoader, Application> ALL = new WeakHashMap<>();

    private Applications() {}

    private static final class Application {
        /** How many server containers it has: several contexts of an embedded server may have one class loader. */
        private int running;

        private final List<Runnable> ends = new ArrayList<>();
    }

    /** A server container has started. */
    public static void started(ClassLoader application) {
        synchronized (ALL) {
            of(application).running++;
        }
    }

    /**
     * Has something run, once, when the last server container of the application has ended; never if it has none.
     *
     * @param end must not hold the class loader
     */
    public static void atEnd(ClassLoader application, Runnable end) {
        synchronized (ALL) {
            of(application).ends.add(end);
        }
    }

    /** A server container has ended. Runs what ends with the application on the calling thread if it was the last one. */
    public static void ended(ClassLoader application) {
        List<Runnable> ends = List.of();
        synchronized (ALL) {
            Application known = of(application);
            if (--known.running <= 0) {
                ALL.remove(application);
                ends = known.ends;
            }
        }
        for (Runnable end : ends) {
            try {
                end.run();
            } catch (RuntimeException | LinkageError e) {
                // What the application's own classes do then keeps nothing else from ending.
                LOG.log(Level.ERROR, "The client connections of an application failed to end in order", e);
            }
        }
    }

    private static Application of(ClassLoader application) {
        return ALL.computeIfAbsent(application, loader -> new Application());
    }
}
