package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path of a server endpoint: a partial URI or a level-1 URI template, as specification 3.1.1 allows it. Immutable.
 *
 * <p>A variable takes the place of a whole segment and never matches an empty one; a trailing slash counts.
 */
public final class PathTemplate {
    private static final String PATH_RULE = "specification 3.1.1, WSC-4.1.1-3";
    // RFC 6570, 2.3 allows fewer characters; the specification's own examples have a hyphen. What is left out are the
    // operators and modifiers of the higher levels.
    private static final Pattern VARIABLE_NAME = Pattern.compile("[\\p{L}\\p{N}_%$~][\\p{L}\\p{N}_%$~.\\-]*");

    /** One segment: the decoded text that it must equal, or the name of a variable. */
    record Segment(String text, boolean variable) {}

    private final String path;
    private final List<Segment> segments;
    private final List<String> variables;

    private PathTemplate(String path, List<Segment> segments, List<String> variables) {
        this.path = path;
        this.segments = List.copyOf(segments);
        this.variables = List.copyOf(variables);
    }

    /**
     * Reads the path of an endpoint.
     *
     * @throws DeploymentException that names the path and the rule which it breaks
     */
    public static PathTemplate parse(String path) throws DeploymentException {
        if (path == null || path.isEmpty()) {
            throw error("", "is missing; it must start with '/'");
        }
        requireShape(path);
        List<Segment> segments = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String raw : path.substring(1).split("/", -1)) {
            Segment segment = segment(path, raw);
            segments.add(segment);
            if (segment.variable()) {
                variables.add(segment.text());
                if (!seen.add(segment.text())) {
                    throw error(path, "must not use the variable {" + segment.text() + "} more than once");
                }
            }
        }
        return new PathTemplate(path, segments, variables);
    }

    private static void requireShape(String path) throws DeploymentException {
        if (path.charAt(0) != '/') {
            throw error(path, "must start with '/'");
        }
        // A dot segment at the end is as unreachable as one in the middle: normalisation removes both.
        String closed = path + "/";
        for (String sequence : List.of("/../", "/./")) {
            if (closed.contains(sequence)) {
                throw error(path, "must not contain '" + sequence + "'");
            }
        }
        if (path.contains("//")) {
            throw error(path, "must not contain '//'");
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw error(path, "must be a path alone, without query or fragment");
        }
    }

    private static Segment segment(String path, String raw) throws DeploymentException {
        if (raw.indexOf('{') < 0 && raw.indexOf('}') < 0) {
            String text = NormalizedPath.decode(raw)
                    .orElseThrow(() -> error(path, "has a malformed percent-encoding in '" + raw + "'"));
            if (text.equals(".") || text.equals("..")) {
                throw error(path, "must not contain dot segments, encoded ones included");
            }
            return new Segment(text, false);
        }
        int last = raw.length() - 1;
        if (raw.charAt(0) != '{' || raw.indexOf('}') != last || raw.lastIndexOf('{') != 0) {
            throw error(path, "may replace whole segments with variables only, unlike '" + raw + "'");
        }
        String name = raw.substring(1, last);
        if (!VARIABLE_NAME.matcher(name).matches()) {
            throw error(path, "must be a level-1 template, in which '" + raw + "' is not a variable");
        }
        return new Segment(name, true);
    }

    private static DeploymentException error(String path, String problem) {
        return DeploymentErrors.error("path \"" + path + "\"", problem, PATH_RULE);
    }

    /** The path as it was written. */
    public String path() {
        return path;
    }

    /** The names of the variables, from left to right. */
    public List<String> variables() {
        return variables;
    }

    List<Segment> segments() {
        return segments;
    }

    /**
     * Whether the same requests match both: equal segments, with any variable equal to any other.
     */
    public boolean equivalentTo(PathTemplate other) {
        if (segments.size() != other.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment mine = segments.get(i);
            Segment theirs = other.segments.get(i);
            if (mine.variable() != theirs.variable()
                    || (!mine.variable() && !mine.text().equals(theirs.text()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * As {@link #match(NormalizedPath)}; a malformed path does not match.
     *
     * @param rawPath the path in the request line, not decoded
     */
    public Optional<Map<String, String>> match(String rawPath) {
        return NormalizedPath.of(rawPath).flatMap(this::match);
    }

    /** The decoded value of each variable when the path matches, without regard to other templates. */
    public Optional<Map<String, String>> match(NormalizedPath request) {
        List<String> values = request.segments();
        if (values.size() != segments.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            String value = values.get(i);
            if (segment.variable() ? value.isEmpty() : !segment.text().equals(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(values(request));
    }

    /** The variables' values in a path that is known to match. */
    Map<String, String> values(NormalizedPath request) {
        if (variables.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).variable()) {
                values.put(segments.get(i).text(), request.segments().get(i));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate template && path.equals(template.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}
