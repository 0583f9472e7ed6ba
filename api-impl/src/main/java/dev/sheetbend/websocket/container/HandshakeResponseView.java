package dev.sheetbend.websocket.container;

import jakarta.websocket.HandshakeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The 101 answer as a configurator sees and changes it; header names are found in any case. */
final class HandshakeResponseView implements HandshakeResponse {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HandshakeResponseView(Map<String, List<String>> headers) {
        headers.forEach((name, values) -> this.headers.put(name, new ArrayList<>(values)));
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    /** A copy of what a configurator has left, without the nulls that it may have put in. */
    Map<String, List<String>> toSend() {
        var sent = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            List<String> present = values == null ? List.of() : withoutNulls(values);
            if (!present.isEmpty()) {
                sent.put(name, present);
            }
        });
        return sent;
    }

    private static List<String> withoutNulls(List<String> values) {
        var present = new ArrayList<>(values);
        present.removeIf(Objects::isNull);
        return List.copyOf(present);
    }
}
