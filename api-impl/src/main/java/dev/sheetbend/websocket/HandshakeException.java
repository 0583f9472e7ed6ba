package dev.sheetbend.websocket;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server was reached, but its answer to the opening handshake of a client is not one that a connection can begin with
 * (RFC 6455, 4.1). It carries what the server answered.
 */
public class HandshakeException extends DeploymentException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * @param status 0 when the answer was not HTTP
     * @param headers by name
     * @param body its beginning
     */
    public HandshakeException(String message, int status, Map<String, List<String>> headers, byte[] body) {
        super(message);
        this.status = status;
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.merge(name, List.copyOf(values), (some, more) -> {
            var all = new ArrayList<>(some);
            all.addAll(more);
            return List.copyOf(all);
        }));
        this.headers = Collections.unmodifiableMap(copy);
        this.body = body.clone();
    }

    /** The HTTP status, 101 to 599, or 0 when what the server sent was not an HTTP answer. */
    public int status() {
        return status;
    }

    /** The header fields of the answer, found by name in any case; unmodifiable. Empty after deserialisation. */
    public Map<String, List<String>> headers() {
        return headers == null ? Map.of() : headers;
    }

    /** The beginning of the answer's body as it came, at most 16384 bytes; a new array each time. */
    public byte[] body() {
        return body.clone();
    }
}
