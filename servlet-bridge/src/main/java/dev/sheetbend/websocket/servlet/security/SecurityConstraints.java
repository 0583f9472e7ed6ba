package dev.sheetbend.websocket.servlet.security;

import dev.sheetbend.websocket.servlet.security.SecurityConstraint.Access;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The security constraints of an application, and which requests they protect (Servlet specification, 13.8). Immutable. */
final class SecurityConstraints {
    private final List<SecurityConstraint> all;

    SecurityConstraints(List<SecurityConstraint> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Whether only a login leads there. Of the patterns that match, the best one counts, as in the mapping of servlets
     * (12.1); of the constraints with that pattern, those for the method. One that lets nobody in goes before one that
     * lets anybody in, and that before those with roles (13.8.1).
     *
     * @param path within the context, decoded
     */
    boolean protect(String path, String method) {
        String sought = path.isEmpty() ? "/" : path;
        Optional<String> best = patterns()
                .filter(pattern -> rank(pattern, sought) > 0)
                .max(Comparator.comparingInt(pattern -> rank(pattern, sought)));
        if (best.isEmpty()) {
            return false;
        }
        List<Access> accesses = all.stream()
                .filter(each -> each.appliesTo(best.get(), method))
                .map(SecurityConstraint::access)
                .toList();
        return accesses.contains(Access.NOBODY)
                || accesses.contains(Access.USERS) && !accesses.contains(Access.ANYBODY);
    }

    private Stream<String> patterns() {
        return all.stream()
                .flatMap(constraint -> constraint.resources().stream())
                .flatMap(resources -> resources.patterns().stream());
    }

    /** How well the pattern matches; 0 if it does not. The longest prefix is better than an extension. */
    private static int rank(String pattern, String path) {
        if (pattern.equals("/")) {
            return 1;
        }
        if (pattern.endsWith("/*")) {
            int length = pattern.length() - 2;
            boolean within = path.startsWith(pattern.substring(0, length))
                    && (path.length() == length || path.charAt(length) == '/');
            return within ? 3 + length : 0;
        }
        if (pattern.startsWith("*.")) {
            int dot = path.indexOf('.', path.lastIndexOf('/')) < 0 ? -1 : path.lastIndexOf('.');
            return dot >= 0 && path.substring(dot).equals(pattern.substring(1)) ? 2 : 0;
        }
        boolean exact = pattern.isEmpty() ? path.equals("/") : pattern.equals(path);
        return exact ? Integer.MAX_VALUE : 0;
    }
}
