package dev.sheetbend.websocket.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request path after the normalisation of RFC 3986, section 6.2.2: dot segments are removed and each segment is
 * decoded. A {@code %2F} stays inside its segment. Immutable.
 */
public final class NormalizedPath {
    private final List<String> segments;

    private NormalizedPath(List<String> segments) {
        this.segments = List.copyOf(segments);
    }

    /**
     * Reads a path as it stands in the request line, not decoded, without query and fragment.
     *
     * @return empty when it does not begin with a slash, or holds a broken percent-encoding, or one that is not UTF-8
     */
    public static Optional<NormalizedPath> of(String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.indexOf('?') >= 0 || rawPath.indexOf('#') >= 0) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        int start = 1;
        boolean more = true;
        while (more) {
            int slash = rawPath.indexOf('/', start);
            more = slash >= 0;
            Optional<String> segment = decode(rawPath.substring(start, more ? slash : rawPath.length()));
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            append(segments, segment.get(), !more);
            start = slash + 1;
        }
        return Optional.of(new NormalizedPath(segments));
    }

    /** RFC 3986, 5.2.4. Encoded dots count as dots, because they are unreserved (6.2.2.2). */
    private static void append(List<String> segments, String segment, boolean last) {
        boolean parent = segment.equals("..");
        if (!parent && !segment.equals(".")) {
            segments.add(segment);
            return;
        }
        if (parent && !segments.isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        if (last) {
            segments.add("");
        }
    }

    /** Decodes one segment as UTF-8; empty when its percent-encoding is malformed. */
    static Optional<String> decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        byte[] encoded = segment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                decoded.put(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
            if (low < 0) {
                return Optional.empty();
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The decoded segments, at least one; a path with a trailing slash ends with an empty one. */
    public List<String> segments() {
        return segments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NormalizedPath path && segments.equals(path.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
