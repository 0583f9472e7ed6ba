package dev.sheetbend.websocket.tck;

import java.util.Arrays;
import java.util.List;

/** The containers, and ways to be in them, that the behaviour suite runs against; each in a JVM of its own. */
public enum Container {
    JETTY_12_0("jetty-12.0-ee10", "jetty-12.0-ee10", "JettyEe10Launcher", false),
    JETTY_12_0_WEBINF("jetty-12.0-ee10-webinf", "jetty-12.0-ee10", "JettyEe10Launcher", true),
    JETTY_12_1("jetty-12.1-ee11", "jetty-12.1-ee11", "JettyEe11Launcher", false),
    JETTY_12_1_WEBINF("jetty-12.1-ee11-webinf", "jetty-12.1-ee11", "JettyEe11Launcher", true),
    TOMCAT_10_1("tomcat-10.1", "tomcat-10.1", "TomcatLauncher", false),
    TOMCAT_11("tomcat-11", "tomcat-11", "TomcatLauncher", false),
    /**
     * Over the standard upgrade, which cannot end a silent connection: by name only, for whoever works on that path. Its
     * transport is tested in servlet-bridge.
     */
    TOMCAT_11_STANDARD("tomcat-11-standard", "tomcat-11", "TomcatLauncher", false),
    UNDERTOW_2_3("undertow-2.3", "undertow-2.3", "UndertowLauncher", false);

    private static final String ALL = "all";

    private final String label;
    private final String library;
    private final String launcher;
    private final boolean war;

    Container(String label, String library, String launcher, boolean war) {
        this.label = label;
        this.library = library;
        this.launcher = launcher;
        this.war = war;
    }

    /** Those that the system property {@code containers} names, with commas; all but the one by name by default. */
    public static List<Container> selected() {
        List<String> labels = List.of(System.getProperty("containers", ALL).split(","));
        if (labels.contains(ALL)) {
            return Arrays.stream(values())
                    .filter(container -> container != TOMCAT_11_STANDARD)
                    .toList();
        }
        return labels.stream().map(Container::of).toList();
    }

    private static Container of(String label) {
        return Arrays.stream(values())
                .filter(container -> container.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No container " + label + "; there are " + Arrays.toString(values())));
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
    List<String> jvmOptions() {
        return this == TOMCAT_11_STANDARD ? List.of("-Ddev.sheetbend.websocket.transport=standard") : List.of();
    }

    @Override
    public String toString() {
        return label;
    }
}
