package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Finds extension providers: with the class loader of the application, which is the context's, and with our own. What
 * cannot be loaded is logged and left out, so that a broken one costs the application no more than its extension.
 */
final class ProviderSearch {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private static final Set<String> BUILT_IN =
            Set.of("dev.sheetbend.websocket.deflate", "dev.sheetbend.websocket.extension");

    /** After so many the search ends: a class loader that fails at every step would keep it busy for ever. */
    private static final int MOST_ERRORS = 100;

    private final Set<Class<?>> seen = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final List<ExtensionProvider> found = new ArrayList<>();

    private ProviderSearch() {}

    /** New instances, one of each class; the application's come before those of Sheetbend. */
    static List<ExtensionProvider> find() {
        var search = new ProviderSearch();
        ClassLoader own = ExtensionProvider.class.getClassLoader();
        Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .filter(ProviderSearch::knowsTheInterface)
                .ifPresent(search::with);
        search.with(own);
        search.found.sort(Comparator.comparing(ProviderSearch::isBuiltIn));
        return search.found;
    }

    /** Whether what is found there can be one of ours: another copy of Sheetbend has providers of its own. */
    private static boolean knowsTheInterface(ClassLoader loader) {
        try {
            return Class.forName(ExtensionProvider.class.getName(), false, loader) == ExtensionProvider.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** False sorts before true. */
    private static boolean isBuiltIn(ExtensionProvider provider) {
        return BUILT_IN.contains(provider.getClass().getPackageName());
    }

    private void with(ClassLoader loader) {
        Iterator<ServiceLoader.Provider<ExtensionProvider>> candidates =
                ServiceLoader.load(ExtensionProvider.class, loader).stream().iterator();
        boolean more = true;
        for (int errors = 0; more && errors < MOST_ERRORS; ) {
            try {
                more = candidates.hasNext();
                if (more) {
                    add(candidates.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                errors++;
                report(e);
            }
        }
    }

    /** Once, although both class loaders may come across it. */
    private void report(Throwable failure) {
        if (reported.add(String.valueOf(failure.getMessage()))) {
            LOG.log(Level.WARNING, "An extension provider is left out: it cannot be loaded", failure);
        }
    }

    private void add(ServiceLoader.Provider<ExtensionProvider> candidate) {
        if (seen.add(candidate.type())) {
            found.add(candidate.get());
        }
    }
}
