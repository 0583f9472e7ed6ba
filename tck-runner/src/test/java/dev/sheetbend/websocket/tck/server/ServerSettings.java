package dev.sheetbend.websocket.tck.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a launcher is told on its command line, as {@code --name=value}.
 *
 * @param endpoints names of the endpoint classes to serve; not used with {@code war}, whose classes are scanned
 * @param pages a directory of static files
 * @param keystore a PKCS #12 file with the server's key
 * @param scratch an empty directory for what the container writes
 * @param war an exploded web application with our jar in WEB-INF/lib, to be served instead
 * @param initializers what the names of the ServletContainerInitializers to run begin with; ours without any
 * @param bare whether the application is nothing but the endpoints, because initializers are named
 */
record ServerSettings(
        List<String> endpoints,
        Path pages,
        Path keystore,
        Path scratch,
        Optional<Path> war,
        List<String> initializers,
        boolean bare) {
    /** Where the application is, on every container. */
    static final String CONTEXT_PATH = "/tck";

    /** What the name of our initializer begins with. */
    static final String OURS = "dev.sheetbend.";

    static final String HOST = "127.0.0.1";

    /** Of the key store and of the key in it; they are made for one run of the tests. */
    static final String PASSWORD = "changeit";

    static ServerSettings parse(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("Expected --name=value, got " + arg);
            }
            values.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return new ServerSettings(
                List.of(values.get("endpoints").split(",")),
                Path.of(values.get("pages")),
                Path.of(values.get("keystore")),
                Path.of(values.get("scratch")),
                Optional.ofNullable(values.get("war")).map(Path::of),
                List.of(values.getOrDefault("initializer", OURS).split(",")),
                values.containsKey("initializer"));
    }

    /** Whether the application has its servlet and its filter as well as its endpoints. */
    boolean hasListener() {
        return !bare;
    }

    /** The endpoint classes, from the class path. */
    List<Class<?>> endpointClasses() throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String endpoint : endpoints) {
            classes.add(Class.forName(endpoint));
        }
        return classes;
    }
}
