package dev.sheetbend.websocket.benchmarks.run;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of the class path belongs to some servers only; everything else is every server's. */
enum ServerPart {
    /** In a build that makes no jars, the classes of a module are in a directory. */
    SHEETBEND("sheetbend-(?!benchmarks).*", ".*(api-impl|servlet-bridge).target.classes"),
    TOMCAT("tomcat-embed-core.*"),
    TOMCAT_WEBSOCKET("tomcat-embed-websocket.*"),
    JETTY_WEBSOCKET("jetty-.*websocket.*"),
    JETTY("jetty-(?!.*websocket).*"),
    UNDERTOW_WEBSOCKET("undertow-websockets-.*"),
    UNDERTOW("(undertow-(?!websockets-)|xnio-|jboss-|wildfly-|smallrye-).*"),
    TYRUS("(tyrus|grizzly)-.*"),
    NETTY("netty-.*"),
    /** Nothing. */
    NONE("");

    private final Pattern names;
    private final Pattern directories;

    ServerPart(String names) {
        this(names, "");
    }

    ServerPart(String names, String directories) {
        this.names = Pattern.compile(names);
        this.directories = Pattern.compile(directories);
    }

    /** The one that an entry of a class path belongs to, if any. */
    static Optional<ServerPart> of(String entry) {
        return Arrays.stream(values())
                .filter(part -> part.names.matcher(new File(entry).getName()).matches()
                        || part.directories.matcher(entry).matches())
                .findFirst();
    }
}
