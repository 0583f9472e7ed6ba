package dev.sheetbend.websocket.tck.distribution;

import java.util.Map;

/** All of them, by the labels of {@code Container}; these end with how our jar has come in. */
public final class Distributions {
    private static final String TOMCAT_WAR = "Tomcat 10.1 and 11, in a war";
    private static final String TOMCAT_SERVER = "Tomcat 10.1 and 11, in the server";

    private static final String JETTY_WAR = "Jetty 12.0 and 12.1, in a war";
    private static final String JETTY_SERVER = "Jetty 12.0 and 12.1, in the server";
    private static final String JETTY_12_0_LOADER = "org.eclipse.jetty.ee10.webapp.WebAppClassLoader";
    private static final String JETTY_12_1_LOADER = "org.eclipse.jetty.ee.webapp.WebAppClassLoader";

    private static final Map<String, Distribution> ALL = Map.ofEntries(
            Map.entry(
                    "jetty-12.1-zip-webinf", new JettyDistribution("jetty-12.1", JETTY_WAR, "ee11", JETTY_12_1_LOADER)),
            Map.entry(
                    "jetty-12.1-zip-module",
                    new JettyDistribution("jetty-12.1", JETTY_SERVER, "ee11", JETTY_12_1_LOADER)),
            Map.entry(
                    "jetty-12.1-ee10-zip-webinf",
                    new JettyDistribution("jetty-12.1", JETTY_WAR, "ee10", JETTY_12_1_LOADER)),
            Map.entry(
                    "jetty-12.0-zip-webinf", new JettyDistribution("jetty-12.0", JETTY_WAR, "ee10", JETTY_12_0_LOADER)),
            Map.entry(
                    "jetty-12.0-zip-module",
                    new JettyDistribution("jetty-12.0", JETTY_SERVER, "ee10", JETTY_12_0_LOADER)),
            Map.entry("tomcat-11-zip-webinf", new TomcatDistribution("tomcat-11", TOMCAT_WAR)),
            Map.entry("tomcat-11-zip-lib", new TomcatDistribution("tomcat-11", TOMCAT_SERVER)),
            Map.entry("tomcat-10.1-zip-webinf", new TomcatDistribution("tomcat-10.1", TOMCAT_WAR)),
            Map.entry("tomcat-10.1-zip-lib", new TomcatDistribution("tomcat-10.1", TOMCAT_SERVER)),
            Map.entry("wildfly-39-zip-webinf", new WildFlyDistribution("wildfly-39", "WildFly 39, in a war")));

    private Distributions() {}

    /**
     * The one with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Distribution labelled(String label) {
        Distribution found = ALL.get(label);
        if (found == null) {
            throw new IllegalArgumentException("There is no distribution " + label);
        }
        return found;
    }
}
