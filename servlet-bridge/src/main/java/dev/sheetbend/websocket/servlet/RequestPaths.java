package dev.sheetbend.websocket.servlet;

import java.util.ArrayDeque;
import java.util.Deque;

/** The path of a request as endpoints see it. */
final class RequestPaths {
    private RequestPaths() {}

    /**
     * The path within the context, still encoded, without path parameters. Dot segments are resolved, because
     * the container has resolved them too when it looked for security constraints.
     *
     * @param requestUri as the peer sent it, without query
     * @param contextPath empty, or beginning with a slash
     */
    static String withinContext(String requestUri, String contextPath) {
        // Dots may lead into the context from elsewhere, and Tomcat's context path then has them, too.
        return withoutContext(resolved(requestUri), resolved(contextPath));
    }

    private static String resolved(String sent) {
        String path = sent.indexOf(';') < 0 ? sent : withoutParameters(sent);
        return hasDotSegment(path) ? withoutDotSegments(path) : path;
    }

    private static String withoutContext(String requestUri, String contextPath) {
        if (contextPath.isEmpty()) {
            return requestUri;
        }
        if (requestUri.startsWith(contextPath) && endsSegment(requestUri, contextPath.length())) {
            return requestUri.substring(contextPath.length());
        }
        // Sent in another encoding than the container's: the context has as many segments either way.
        int from = 0;
        for (int i = 0; i < contextPath.length(); i++) {
            if (contextPath.charAt(i) == '/') {
                int next = requestUri.indexOf('/', from + 1);
                from = next < 0 ? requestUri.length() : next;
            }
        }
        return requestUri.substring(from);
    }

    private static boolean endsSegment(String path, int at) {
        return at == path.length() || path.charAt(at) == '/';
    }

    private static String withoutParameters(String path) {
        StringBuilder kept = new StringBuilder(path.length());
        boolean skipping = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            skipping = c == ';' || skipping && c != '/';
            if (!skipping) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static boolean hasDotSegment(String path) {
        if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (isDots(segment, 1) || isDots(segment, 2)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (isDots(segments[i], 2)) {
                kept.pollLast();
            } else if (!isDots(segments[i], 1)) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Whether the segment is so many dots, encoded or not. */
    private static boolean isDots(String segment, int dots) {
        if (segment.length() < dots || segment.length() > 3 * dots) {
            return false;
        }
        return segment.replace("%2e", ".").replace("%2E", ".").equals(".".repeat(dots));
    }
}
