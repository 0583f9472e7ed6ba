package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.HttpSyntax;
import java.util.ArrayList;
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
            if (!values.isEmpty()) {
                merged.merge(name, trimmed(values), Headers::joined);
            }
        });
        return new Headers(Collections.unmodifiableMap(merged));
    }

    private static List<String> trimmed(List<String> values) {
        if (values.size() == 1) {
            return List.of(HttpSyntax.trim(values.get(0)));
        }
        return values.stream().map(HttpSyntax::trim).toList();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }

    /** Every line of this name in order; empty when there is none. */
    public List<String> all(String name) {
        return lines.getOrDefault(name, List.of());
    }

    /** The first line of this name. */
    public Optional<String> first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
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
        List<String> all = all(name);
        if (all.isEmpty()) {
            return List.of();
        }
        var elements = new ArrayList<String>(all.size());
        for (String line : all) {
            int from = 0;
            for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
                addElement(line.substring(from, comma), elements);
                from = comma + 1;
            }
            addElement(line.substring(from), elements);
        }
        return List.copyOf(elements);
    }

    private static void addElement(String text, List<String> elements) {
        String element = HttpSyntax.trim(text);
        if (!element.isEmpty()) {
            elements.add(element);
        }
    }

    /** Whether the comma list of this name has this token, in any case of its ASCII letters. */
    public boolean hasToken(String name, String token) {
        for (String element : tokens(name)) {
            if (HttpSyntax.equalsIgnoreCase(element, token)) {
                return true;
            }
        }
        return false;
    }

    /** All fields; unmodifiable, and found by name in any case. */
    public Map<String, List<String>> asMap() {
        return lines;
    }
}
