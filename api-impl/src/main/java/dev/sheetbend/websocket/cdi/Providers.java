package dev.sheetbend.websocket.cdi;

import jakarta.enterprise.inject.spi.CDI;

/**
 * Whether {@link CDI#current} has anybody to ask. Where no provider is found it searches the class path again at each call,
 * which takes longer than all else of a handshake. The state of that search is in fields that CDI shows to its subclasses,
 * which is all that this class is one for.
 */
abstract class Providers extends CDI<Object> {
    private Providers() {}

    /**
     * False as long as a search has found none and no server has set one. A search asks CDI's own class loader, so
     * another one would find what the last one has found.
     */
    static boolean known() {
        return configuredProvider != null || discoveredProviders != null;
    }
}
