package dev.sheetbend.websocket.spi;

import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.List;
import java.util.Optional;

/** What a provider may want to know of the handshake that it negotiates for. Used during the call only. */
public interface ExtensionContext {
    /**
     * Whether the connection is encrypted up to this end. Behind a proxy that ends TLS it is not, even if the client's
     * is.
     */
    boolean secure();

    /**
     * A configuration property: of the endpoint's user properties, else of the environment (a ServletContext's init
     * parameters), else of the system.
     *
     * @param name in full
     * @return the value without white space around it; empty when nobody has set it
     */
    Optional<String> property(String name);

    /**
     * Parameters that the application wants the server's answer to have: those of the extension in the endpoint's
     * configuration, or as its configurator has returned it. Always empty at a client, whose configuration is the
     * offer.
     */
    List<Parameter> wishes();
}
