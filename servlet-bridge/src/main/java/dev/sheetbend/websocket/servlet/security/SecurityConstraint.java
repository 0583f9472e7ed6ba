package dev.sheetbend.websocket.servlet.security;

import java.util.List;
import java.util.Set;

/**
 * One {@code security-constraint} of a descriptor (Servlet specification, 13.8). Immutable.
 *
 * @param resources what it is about
 * @param access who may come
 */
record SecurityConstraint(List<Resources> resources, Access access) {
    SecurityConstraint {
        resources = List.copyOf(resources);
    }

    /** Who may come. */
    enum Access {
        /** There is no {@code auth-constraint}. */
        ANYBODY,

        /** Some roles, or whoever has logged in. */
        USERS,

        /** The {@code auth-constraint} names no role. */
        NOBODY
    }

    /**
     * A {@code web-resource-collection}.
     *
     * @param patterns of URLs, as in the descriptor
     * @param methods those that it is about; empty for all but the omitted ones
     * @param omitted the methods that it is not about
     */
    record Resources(List<String> patterns, Set<String> methods, Set<String> omitted) {
        Resources {
            patterns = List.copyOf(patterns);
            methods = Set.copyOf(methods);
            omitted = Set.copyOf(omitted);
        }

        private boolean hasMethod(String method) {
            return methods.isEmpty() ? !omitted.contains(method) : methods.contains(method);
        }
    }

    /** Whether it applies to requests of this method whose best match is this pattern. */
    boolean appliesTo(String pattern, String method) {
        return resources.stream().anyMatch(each -> each.patterns().contains(pattern) && each.hasMethod(method));
    }
}
