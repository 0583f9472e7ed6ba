package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.HttpSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The header fields of a request or an answer, found by name in any case (RFC 9110, 5.1). Lines of one name, in
 * whatever case each came, are kept apart and in order. Values have lost the white space around them. Immutable.
 */
public final class Headers {
    private final Map<String, List<String>> lines;

    private Headers(Map<String, List<String>> lines) {
        this.lines = lines;
    }

    /**
     * Copies header fields.
     *
     * @param headers by name in any case, each line a value of its own; names that differ in case only are merged
     *     in the map's order
     */
    public static Headers of(Map<String, List<String>> headers) {
        var merged = new TreeMap<String, List<String>>(HttpSyntax::compareIgnoreCase);
        headers.forEach((name, values) -> {
            List<String> all = merged.computeIfAbsent(name, absent -> new ArrayList<>());
            values.forEach(value -> all.add(HttpSyntax.trim(value)));
        });
        merged.values().removeIf(List::isEmpty);
        merged.replaceAll((name, values) -> List.copyOf(values));
        return new Headers(Collections.unmodifiableMap(merged));
    }

    /** Every line of this name in order; empty when there is none. */
    public List<String> all(String name) {
        return lines.getOrDefault(name, List.of());
    }

    /** The first line of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Whether there is a line of this name, an empty one included. */
    public boolean contains(String name) {
        return lines.containsKey(name);
    }

    /**
     * The elements of a comma list that may be spread over several lines, without empty ones and without the white
     * space around them (RFC 9110, 5.6.1). They are split at every comma, so this is for lists of tokens; whether
     * each element is a token is not checked.
     */
    public List<String> tokens(String name) {
        return all(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(HttpSyntax::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** Whether the comma list of this name has this token, in any case of its ASCII letters. */
    public boolean hasToken(String name, String token) {
        return tokens(name).stream().anyMatch(element -> HttpSyntax.equalsIgnoreCase(element, token));
    }

    /** All fields; unmodifiable, and found by name in any case. */
    public Map<String, List<String>> asMap() {
        return lines;
    }
}
