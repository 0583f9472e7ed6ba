package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.SessionBase;
import jakarta.websocket.Extension;
import java.net.URI;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What a session tells about itself and about the handshake that it came from, until its use has ended. Any thread. */
abstract class SessionFacts extends SessionBase {
    private static final String PROTOCOL_VERSION = "13";

    private final HandshakeFacts handshake;
    private final List<Extension> extensions;
    /** Until somebody asks, what there was in the beginning, unmodifiable; then a {@link ConcurrentHashMap}. */
    private volatile Map<String, Object> userProperties;

    /** Null until somebody asks, as hardly anybody does. */
    private volatile String id;

    private volatile boolean closed;

    SessionFacts(HandshakeFacts handshake, Map<String, Object> userProperties) {
        this.handshake = handshake;
        this.extensions = ExtensionView.of(handshake.extensions().answer());
        this.userProperties = withoutNulls(userProperties);
    }

    /** A configurator may have put nulls; whoever asks for such a property gets null all the same. */
    private static Map<String, Object> withoutNulls(Map<String, Object> properties) {
        if (properties.isEmpty()) {
            return Map.of();
        }
        var copy = new HashMap<String, Object>();
        properties.forEach((name, value) -> {
            if (name != null && value != null) {
                copy.put(name, value);
            }
        });
        return Map.copyOf(copy);
    }

    /** {@code onClose} has returned. */
    final void endUse() {
        closed = true;
    }

    /** Whether {@code onClose} has returned. */
    final boolean isClosed() {
        return closed;
    }

    /**
     * Until {@code onClose} has returned, an application may ask what it wants to know (API, {@code Session}).
     *
     * @throws IllegalStateException afterwards
     */
    final void requireUsable() {
        if (closed) {
            throw new IllegalStateException(
                    "The session " + getId() + " is closed; only its close methods may be called.");
        }
    }

    @Override
    public final String getProtocolVersion() {
        requireUsable();
        return PROTOCOL_VERSION;
    }

    @Override
    public final String getNegotiatedSubprotocol() {
        requireUsable();
        return handshake.subprotocol();
    }

    @Override
    public final List<Extension> getNegotiatedExtensions() {
        requireUsable();
        return extensions;
    }

    @Override
    public final boolean isSecure() {
        requireUsable();
        return handshake.secure();
    }

    /** It identifies the session in logs and maps, so it stays when the session is closed. */
    @Override
    public final String getId() {
        String known = id;
        return known != null ? known : newId();
    }

    /** The lock is one that applications do not have: they may hold the session's own for long. */
    private String newId() {
        synchronized (handshake) {
            if (id == null) {
                id = UUID.randomUUID().toString();
            }
            return id;
        }
    }

    @Override
    public final URI getRequestURI() {
        requireUsable();
        return URI.create(handshake.requestUri());
    }

    @Override
    public final Map<String, List<String>> getRequestParameterMap() {
        requireUsable();
        return handshake.parameters();
    }

    @Override
    public final String getQueryString() {
        requireUsable();
        return handshake.queryString();
    }

    @Override
    public final Map<String, String> getPathParameters() {
        requireUsable();
        return handshake.pathParameters();
    }

    @Override
    public final Map<String, Object> getUserProperties() {
        requireUsable();
        Map<String, Object> known = userProperties;
        return known instanceof ConcurrentHashMap ? known : ownUserProperties();
    }

    /** Under a lock as for {@link #newId}. */
    private Map<String, Object> ownUserProperties() {
        synchronized (handshake) {
            if (!(userProperties instanceof ConcurrentHashMap)) {
                userProperties = new ConcurrentHashMap<>(userProperties);
            }
            return userProperties;
        }
    }

    @Override
    public final Principal getUserPrincipal() {
        requireUsable();
        return handshake.userPrincipal();
    }
}
