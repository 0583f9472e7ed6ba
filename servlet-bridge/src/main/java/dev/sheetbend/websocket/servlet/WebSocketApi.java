package dev.sheetbend.websocket.servlet;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the Jakarta WebSocket API is there as it has to be. It may be anything but that, so this names its classes in
 * strings only, and needs nothing but the JDK.
 */
final class WebSocketApi {
    private static final String SERVER_JAR = "jakarta.websocket-api";
    private static final String CLIENT_JAR = "jakarta.websocket-client-api";
    private static final String SERVER_CLASS = "jakarta.websocket.server.ServerContainer";
    private static final String CLIENT_CLASS = "jakarta.websocket.ClientEndpointConfig";
    private static final String ENDPOINT_CLASS = "jakarta.websocket.server.ServerEndpoint";

    /** One of each part. */
    private static final List<String> TYPES = List.of(SERVER_CLASS, CLIENT_CLASS);

    /** New in version 2.1. */
    private static final String SERVER_METHOD = "upgradeHttpToWebSocket";

    /** New in version 2.1. */
    private static final String CLIENT_METHOD = "getSSLContext";

    private final ClassLoader own;

    /**
     * @param own the loader that Sheetbend gets the API from
     */
    WebSocketApi(ClassLoader own) {
        this.own = own;
    }

    /** What of it is missing, in a sentence with what to do; empty when all of it can be loaded. */
    Optional<String> missing() {
        if (loads(SERVER_CLASS) && loads(CLIENT_CLASS)) {
            return Optional.empty();
        }
        boolean server = isThere(SERVER_CLASS);
        boolean client = isThere(CLIENT_CLASS);
        if (server && client) {
            return Optional.of(torn());
        }
        String jars = server ? CLIENT_JAR : client ? SERVER_JAR : SERVER_JAR + " and " + CLIENT_JAR;
        String missing = server || client
                ? "a part of the Jakarta WebSocket API is missing"
                : "the Jakarta WebSocket API is missing";
        String where = client ? " " + besides(CLIENT_CLASS) : server ? " " + besides(SERVER_CLASS) : "";
        return Optional.of(
                missing + ". Put " + jars + ", version 2.2.0, into the directory of Sheetbend's jar" + where + ".");
    }

    /** Not every loader that has a class has its file too, and a class whose file is there need not load. */
    private boolean isThere(String type) {
        return loads(type) || own.getResource(file(type)) != null;
    }

    private String besides(String type) {
        return "or of the other part (" + places(type) + ")";
    }

    /** Both are found, and one of them cannot see the other. */
    private String torn() {
        return "the two parts of the Jakarta WebSocket API do not see each other: " + SERVER_JAR + " is "
                + places(SERVER_CLASS) + ", " + CLIENT_JAR + " is " + places(CLIENT_CLASS)
                + ". Put both jars, in the same version, into one directory.";
    }

    /**
     * Why it cannot be used though it is complete, in a sentence with what to do.
     *
     * @param application the loader of the application's classes
     */
    Optional<String> unusable(ClassLoader application) {
        if (!has(SERVER_CLASS, SERVER_METHOD)) {
            return Optional.of(old(SERVER_CLASS));
        }
        if (!has(CLIENT_CLASS, CLIENT_METHOD)) {
            return Optional.of(old(CLIENT_CLASS));
        }
        Optional<Class<?>> ours = load(ENDPOINT_CLASS, own);
        Optional<Class<?>> theirs = load(ENDPOINT_CLASS, application);
        if (theirs.isPresent() && !ours.equals(theirs)) {
            return Optional.of("the application's classes use another Jakarta WebSocket API ("
                    + described(CodeOrigin.of(theirs.get())) + ") than Sheetbend ("
                    + ours.map(CodeOrigin::of).map(WebSocketApi::described).orElse("none")
                    + "), so their endpoints are not recognized. Remove the application's.");
        }
        return Optional.empty();
    }

    /**
     * What is odd about it though it works, in a sentence with what to do.
     *
     * @param application the loader of the application's classes
     */
    Optional<String> doubtful(ClassLoader application) {
        for (String type : TYPES) {
            Set<CodeOrigin> copies = copies(type, application);
            if (versions(copies) > 1 && !allUseTheParents(type, application)) {
                Optional<CodeOrigin> used = origin(type);
                return Optional.of("the Jakarta WebSocket API is there in several versions: "
                        + copies.stream()
                                .map(copy -> described(copy)
                                        + (used.filter(copy::equals).isPresent() ? " (in use)" : ""))
                                .collect(Collectors.joining(", "))
                        + ". Keep one.");
            }
        }
        Optional<CodeOrigin> server = origin(SERVER_CLASS);
        Optional<CodeOrigin> client = origin(CLIENT_CLASS);
        if (server.isPresent() && client.isPresent() && versions(List.of(server.get(), client.get())) > 1) {
            return Optional.of(
                    "the two parts of the Jakarta WebSocket API are of different versions: " + SERVER_JAR + " "
                            + described(server.get()) + ", " + CLIENT_JAR + " "
                            + described(client.get())
                            + ". Take both in the same version.");
        }
        return Optional.empty();
    }

    /**
     * What an application has brought along and a server like Tomcat, which has a version of its own, does without; this is
     * in order. In a sentence.
     *
     * @param application the loader of the application's classes
     */
    Optional<String> unused(ClassLoader application) {
        for (String type : TYPES) {
            Set<CodeOrigin> copies = copies(type, application);
            if (versions(copies) > 1 && allUseTheParents(type, application)) {
                CodeOrigin used = origin(type).orElseThrow();
                return Optional.of("the Jakarta WebSocket API that is used is " + described(used) + ", and not "
                        + copies.stream()
                                .filter(copy -> !copy.equals(used))
                                .map(WebSocketApi::described)
                                .collect(Collectors.joining(", "))
                        + ".");
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a loader above has this type for everybody, and knows of no other copy: then the versions do not mix, whatever
     * lies in the application.
     */
    private boolean allUseTheParents(String type, ClassLoader application) {
        Optional<Class<?>> ours = load(type, own);
        if (ours.isEmpty() || !ours.equals(load(type, application))) {
            return false;
        }
        ClassLoader parent = ours.get().getClassLoader();
        return parent != null && versions(CodeOrigin.all(file(type), parent)) == 1;
    }

    private Set<CodeOrigin> copies(String type, ClassLoader application) {
        return CodeOrigin.all(file(type), own, application);
    }

    private Optional<CodeOrigin> origin(String type) {
        return load(type, own).map(CodeOrigin::of);
    }

    /** The version that matters is that of the specification, whoever has made the jar. */
    private static String described(CodeOrigin origin) {
        return origin.specification().isEmpty()
                ? origin.described()
                : origin.specification() + " in " + origin.location();
    }

    /** How many versions of the specification these are; a jar that does not say counts for nothing. */
    private static long versions(Collection<CodeOrigin> copies) {
        return copies.stream()
                .map(CodeOrigin::specification)
                .filter(version -> !version.isEmpty())
                .distinct()
                .count();
    }

    /** Before 2.1, the one jar had the classes of the other in it. */
    private String old(String type) {
        return "the Jakarta WebSocket API is older than 2.1: " + places(type) + ". Put " + SERVER_JAR + " and "
                + CLIENT_JAR + ", version 2.2.0, in its place.";
    }

    private String places(String type) {
        Set<CodeOrigin> files = CodeOrigin.all(file(type), own);
        return (files.isEmpty() ? origin(type).stream() : files.stream())
                .map(WebSocketApi::described)
                .collect(Collectors.joining(", "));
    }

    private boolean has(String type, String method) {
        try {
            return load(type, own).stream()
                    .flatMap(loaded -> Arrays.stream(loaded.getMethods()))
                    .anyMatch(each -> each.getName().equals(method));
        } catch (LinkageError e) {
            // That says nothing of its age. If it matters, what needs the method fails and says so.
            return true;
        }
    }

    private boolean loads(String type) {
        return load(type, own).isPresent();
    }

    private static Optional<Class<?>> load(String type, ClassLoader loader) {
        try {
            return Optional.of(Class.forName(type, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static String file(String type) {
        return type.replace('.', '/') + ".class";
    }
}
