package dev.sheetbend.websocket.spi;

import java.util.List;
import java.util.Optional;

/**
 * An extension of the protocol (RFC 6455, 9): negotiates it for each connection. Found by {@link
 * java.util.ServiceLoader} when a container starts, with the class loader of the application if it has one; each
 * container has an instance of its own. One of an application goes before a built-in one of the same name. All methods
 * may be called by several threads at a time.
 *
 * <p>What {@link #accept}, {@link #offers} or {@link #confirm} throw beside what is said there is logged, and counts as
 * an empty answer.
 */
public interface ExtensionProvider extends AutoCloseable {
    /** The extension's name in {@code Sec-WebSocket-Extensions}, a token; always the same. */
    String name();

    /**
     * The container starts. Called once, first. A provider that throws anything but what is said here is left out, and
     * is not closed.
     *
     * @param container knows the container's properties, and no endpoint's
     * @throws IllegalArgumentException when a property has an illegal value; the text names the property
     */
    default void start(ExtensionContext container) {}

    /**
     * Examines the configuration of an endpoint when it is deployed, and at handshakes if it has user properties, which
     * may change; or of a client before it connects.
     *
     * @throws IllegalArgumentException when a property has an illegal value; the text names the property
     */
    default void check(ExtensionContext context) {}

    /**
     * As the server: judges one offer of a client. When a client offers an extension several times, it is asked for
     * each, in the client's order, until it accepts one.
     *
     * @param offer with {@link #name} for a name
     * @return empty to decline, which never fails the handshake
     */
    Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context);

    /**
     * As the client: what to offer.
     *
     * @param configured what the endpoint's configuration names under this extension's name, in order; perhaps nothing
     * @return alternatives in order of preference, each with {@link #name} for a name; none to offer nothing
     * @throws IllegalArgumentException when what is configured cannot be offered; {@code connectToServer} fails
     *     with this text
     */
    default List<ExtensionOffer> offers(List<ExtensionOffer> configured, ExtensionContext context) {
        return configured;
    }

    /**
     * As the client: judges what the server has accepted.
     *
     * @param offers what was offered under this extension's name; at least one
     * @param answer with {@link #name} for a name
     * @return empty when the server must not answer so, which fails the connection
     */
    Optional<ExtensionAgreement> confirm(List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context);

    /** The container has stopped, and all of its connections have ended. Called once, last. */
    @Override
    default void close() {}
}
