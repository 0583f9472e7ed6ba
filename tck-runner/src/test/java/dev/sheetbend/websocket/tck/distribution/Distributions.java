package dev.sheetbend.websocket.tck.distribution;

import java.util.Map;

/** All of them, by the labels of {@code Container}; these end with how our jar has come in. */
public final class Distributions {
    private static final String TOMCAT_WAR = "Tomcat 10.1 and 11, in a war";
    private static final String TOMCAT_SERVER = "Tomcat 10.1 and 11, in the server";

    private static final Map<String, Distribution> ALL = Map.of(
            "tomcat-11-zip-webinf", new TomcatDistribution("tomcat-11", TOMCAT_WAR),
            "tomcat-11-zip-lib", new TomcatDistribution("tomcat-11", TOMCAT_SERVER),
            "tomcat-10.1-zip-webinf", new TomcatDistribution("tomcat-10.1", TOMCAT_WAR),
            "tomcat-10.1-zip-lib", new TomcatDistribution("tomcat-10.1", TOMCAT_SERVER),
            "wildfly-39-zip", new WildFlyDistribution("wildfly-39", "WildFly 39, in a war"));

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
