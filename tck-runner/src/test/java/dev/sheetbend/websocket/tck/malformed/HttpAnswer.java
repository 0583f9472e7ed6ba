package dev.sheetbend.websocket.tck.malformed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of an HTTP answer.
 *
 * @param status three digits
 * @param headers found by name in any case; each line a value of its own
 */
public record HttpAnswer(int status, Map<String, List<String>> headers) {
    public HttpAnswer {
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    /** The first line of this name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
}
