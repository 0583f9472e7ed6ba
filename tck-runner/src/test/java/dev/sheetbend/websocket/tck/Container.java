package dev.sheetbend.websocket.tck;

import dev.sheetbend.websocket.tck.distribution.Distribution;
import dev.sheetbend.websocket.tck.distribution.Distributions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The containers, and ways to be in them, that the behaviour suite runs against; each in a JVM of its own. */
public enum Container {
    JETTY_12_0("jetty-12.0-ee10", "jetty-12.0-ee10", "JettyEe10Launcher", false),
    JETTY_12_0_WEBINF("jetty-12.0-ee10-webinf", "jetty-12.0-ee10", "JettyEe10Launcher", true),
    JETTY_12_1("jetty-12.1-ee11", "jetty-12.1-ee11", "JettyEe11Launcher", false),
    JETTY_12_1_WEBINF("jetty-12.1-ee11-webinf", "jetty-12.1-ee11", "JettyEe11Launcher", true),
    TOMCAT_10_1("tomcat-10.1", "tomcat-10.1", "TomcatLauncher", false),
    TOMCAT_11("tomcat-11", "tomcat-11", "TomcatLauncher", false),
    UNDERTOW_2_3("undertow-2.3", "undertow-2.3", "UndertowLauncher", false),

    // Unpacked distributions, which distribution.Distributions knows by their labels.
    JETTY_12_1_ZIP_WEBINF("jetty-12.1-zip-webinf", true),
    JETTY_12_1_ZIP_MODULE("jetty-12.1-zip-module", true),
    JETTY_12_1_EE10_ZIP_WEBINF("jetty-12.1-ee10-zip-webinf", false),
    JETTY_12_0_ZIP_WEBINF("jetty-12.0-zip-webinf", false),
    JETTY_12_0_ZIP_MODULE("jetty-12.0-zip-module", false),
    TOMCAT_11_ZIP_WEBINF("tomcat-11-zip-webinf", true),
    TOMCAT_11_ZIP_LIB("tomcat-11-zip-lib", true),
    TOMCAT_10_1_ZIP_WEBINF("tomcat-10.1-zip-webinf", false),
    TOMCAT_10_1_ZIP_LIB("tomcat-10.1-zip-lib", false),
    WILDFLY_39_ZIP("wildfly-39-zip-webinf", false);

    private static final String ALL = "all";
    private static final String DISTRIBUTIONS = "distributions";
    private static final boolean STANDARD = "standard".equals(System.getProperty("transport"));

    private final String label;
    private final String library;
    private final String launcher;
    private final boolean war;
    private final boolean embedded;
    private final boolean inEveryBuild;

    Container(String label, String library, String launcher, boolean war) {
        this.label = label;
        this.library = library;
        this.launcher = launcher;
        this.war = war;
        this.embedded = true;
        this.inEveryBuild = true;
    }

    Container(String label, boolean inEveryBuild) {
        this.label = label;
        this.library = "";
        this.launcher = "";
        this.war = true;
        this.embedded = false;
        this.inEveryBuild = inEveryBuild;
    }

    /**
     * Those that the system property {@code containers} names, with commas. {@code distributions} names all of these;
     * by default it is all but those for which a build has no time. Where the system property {@code transport} is
     * {@code standard}, those that can do without another one.
     */
    public static List<Container> selected() {
        Set<String> labels =
                new HashSet<>(List.of(System.getProperty("containers", ALL).split(",")));
        List<Container> selected = Arrays.stream(values())
                .filter(container -> labels.contains(container.label)
                        || labels.contains(ALL) && container.inEveryBuild
                        || labels.contains(DISTRIBUTIONS) && !container.embedded)
                .filter(container -> !STANDARD || container.canBeStandard())
                .toList();
        labels.removeAll(Set.of(ALL, DISTRIBUTIONS));
        Arrays.stream(values()).forEach(container -> labels.remove(container.label));
        if (!labels.isEmpty()) {
            throw new IllegalArgumentException("No containers " + labels + "; there are " + Arrays.toString(values()));
        }
        return selected;
    }

    /** The archive that it comes from; an embedded one has none. */
    public Optional<Distribution> distribution() {
        return embedded ? Optional.empty() : Optional.of(Distributions.labelled(label));
    }

    /** Name of the directory below {@code containers} with its jars. */
    String library() {
        return library;
    }

    /** Name of the class that runs it. */
    String launcher() {
        return "dev.sheetbend.websocket.tck.server." + launcher;
    }

    /** Whether our jar is in the application's WEB-INF/lib and not on the container's class path. */
    boolean war() {
        return war;
    }

    /** For the JVM that it runs in. */
    public static List<String> jvmOptions() {
        return STANDARD ? List.of("-Ddev.sheetbend.websocket.transport=standard") : List.of();
    }

    /** Jetty's standard upgrade is not usable. */
    private boolean canBeStandard() {
        return !label.startsWith("jetty");
    }

    /** How our jar comes in, for a reader. */
    String way() {
        if (embedded) {
            return war ? "embedded, `WEB-INF/lib`" : "embedded, class path";
        }
        return switch (label.substring(label.lastIndexOf('-') + 1)) {
            case "webinf" -> "`WEB-INF/lib`";
            case "lib" -> "the server's `lib`";
            default -> label.substring(label.lastIndexOf('-') + 1);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
