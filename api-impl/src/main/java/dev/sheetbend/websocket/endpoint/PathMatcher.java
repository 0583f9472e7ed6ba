package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the endpoint of a request path among many, exactly as specification 3.1.1 has it: among the templates with as
 * many segments as the request, segment by segment from the left, an exact segment wins over a variable, and what was
 * passed over is never tried again. The cost depends on the length of the path, not on the number of templates.
 *
 * <p>Immutable; adding makes a new matcher.
 */
public final class PathMatcher<T> {
    /** A template and what a match gives. */
    public record Entry<T>(PathTemplate template, T value) {}

    private final List<Entry<T>> entries;
    // One tree for each number of segments: a longer template must not hide a shorter one.
    private final Map<Integer, Node<T>> roots = new HashMap<>();

    private PathMatcher(Collection<Entry<T>> entries) throws DeploymentException {
        this.entries = List.copyOf(entries);
        for (Entry<T> entry : this.entries) {
            insert(entry);
        }
    }

    /** A matcher that matches nothing. */
    public static <T> PathMatcher<T> empty() {
        try {
            return new PathMatcher<>(List.of());
        } catch (DeploymentException e) {
            throw new AssertionError("No entries, no conflict.", e);
        }
    }

    /**
     * A matcher of all these templates.
     *
     * @throws DeploymentException when two templates are equal or equivalent; it names both (WSC-3.1.1-2)
     */
    public static <T> PathMatcher<T> of(Collection<Entry<T>> entries) throws DeploymentException {
        return new PathMatcher<>(entries);
    }

    /**
     * This matcher and one more entry.
     *
     * @throws DeploymentException when a template here is equal or equivalent to the new one; it names both
     */
    public PathMatcher<T> with(PathTemplate template, T value) throws DeploymentException {
        List<Entry<T>> more = new ArrayList<>(entries);
        more.add(new Entry<>(template, value));
        return new PathMatcher<>(more);
    }

    private void insert(Entry<T> entry) throws DeploymentException {
        List<PathTemplate.Segment> segments = entry.template().segments();
        Node<T> node = roots.computeIfAbsent(segments.size(), size -> new Node<>());
        for (PathTemplate.Segment segment : segments) {
            node = node.childFor(segment);
        }
        if (node.entry != null) {
            throw conflict(node.entry, entry);
        }
        node.entry = entry;
    }

    private static DeploymentException conflict(Entry<?> first, Entry<?> second) {
        String same = first.template().equals(second.template()) ? "equal" : "equivalent";
        return DeploymentErrors.error(
                "path \"" + second.template() + "\" of " + second.value(),
                "is " + same + " to the path \"" + first.template() + "\" of " + first.value()
                        + ", and a request could not be told to belong to one of them",
                "WSC-3.1.1-2, WSC-4.1.1-4");
    }

    /** In the order of registration. */
    public List<Entry<T>> entries() {
        return entries;
    }

    /**
     * As {@link #match(NormalizedPath)}; a malformed path does not match.
     *
     * @param rawPath the path in the request line below the WebSocket root, not decoded
     */
    public Optional<PathMatch<T>> match(String rawPath) {
        return NormalizedPath.of(rawPath).flatMap(this::match);
    }

    /** The one entry that the path belongs to. */
    public Optional<PathMatch<T>> match(NormalizedPath path) {
        Node<T> node = roots.get(path.segments().size());
        for (String segment : path.segments()) {
            if (node == null) {
                return Optional.empty();
            }
            node = node.next(segment);
        }
        if (node == null) {
            return Optional.empty();
        }
        PathTemplate template = node.entry.template();
        return Optional.of(new PathMatch<>(node.entry.value(), template, template.values(path)));
    }

    /** A place in the tree; changed while the matcher is being constructed only. */
    private static final class Node<T> {
        private final Map<String, Node<T>> exact = new HashMap<>();
        private Node<T> variable;
        private Entry<T> entry;

        Node<T> childFor(PathTemplate.Segment segment) {
            if (!segment.variable()) {
                return exact.computeIfAbsent(segment.text(), text -> new Node<>());
            }
            if (variable == null) {
                variable = new Node<>();
            }
            return variable;
        }

        Node<T> next(String segment) {
            Node<T> node = exact.get(segment);
            return node == null && !segment.isEmpty() ? variable : node;
        }
    }
}
