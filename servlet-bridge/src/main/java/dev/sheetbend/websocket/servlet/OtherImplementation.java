package dev.sheetbend.websocket.servlet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another WebSocket implementation in the same application, and what its user can do about it.
 *
 * @param name how its users call it
 * @param className the class of its ServerContainer
 * @param origin where that class comes from
 * @param remedy one sentence that says what to change
 */
record OtherImplementation(String name, String className, CodeOrigin origin, String remedy) {
    private static final String TOMCAT = "org.apache.tomcat.websocket.";
    private static final Pattern JETTY = Pattern.compile("org\\.eclipse\\.jetty\\.(ee\\d+)\\..*");
    private static final String UNDERTOW = "io.undertow.websockets.";
    private static final String TYRUS = "org.glassfish.tyrus.";
    private static final Pattern LIBERTY = Pattern.compile("(com\\.ibm\\.ws|io\\.openliberty)\\.(.*\\.)?wsoc\\..*");

    /**
     * @param container what it has put into the ServletContext
     * @param serverInfo of the ServletContext; null where the server has none
     */
    static OtherImplementation of(Object container, String serverInfo) {
        return of(container.getClass().getName(), CodeOrigin.of(container.getClass()), serverInfo);
    }

    static OtherImplementation of(String type, CodeOrigin origin, String serverInfo) {
        if (type.startsWith(TOMCAT)) {
            return new OtherImplementation("Tomcat's own WebSocket", type, origin, forTomcat(origin));
        }
        Matcher jetty = JETTY.matcher(type);
        if (jetty.matches()) {
            return new OtherImplementation("Jetty's own WebSocket", type, origin, forJetty(jetty.group(1)));
        }
        if (type.startsWith(UNDERTOW)) {
            return new OtherImplementation(
                    "Undertow's own WebSocket", type, origin, forUndertow(String.valueOf(serverInfo)));
        }
        if (type.startsWith(TYRUS)) {
            return new OtherImplementation("Tyrus", type, origin, forTyrus(serverInfo));
        }
        if (LIBERTY.matcher(type).matches()) {
            return new OtherImplementation("Liberty's own WebSocket", type, origin, forLiberty());
        }
        return new OtherImplementation("another WebSocket implementation", type, origin, generally());
    }

    private static String forTomcat(CodeOrigin origin) {
        if (origin.location().contains("tomcat-embed-websocket")) {
            return "Leave org.apache.tomcat.embed:tomcat-embed-websocket out of the class path (with Spring Boot: exclude it"
                    + " from the starter that brings it).";
        }
        return "Switch it off for the application by <Context"
                + " containerSciFilter=\"org.apache.tomcat.websocket.server.WsSci\"/> in META-INF/context.xml, or for the"
                + " whole server by removing lib/tomcat-websocket.jar.";
    }

    private static String forJetty(String environment) {
        return "Leave the module " + environment + "-websocket-jakarta out of the server (embedded: the jar jetty-"
                + environment + "-websocket-jakarta-server), or set the context-param"
                + " org.eclipse.jetty.websocket.jakarta to false in the application's web.xml.";
    }

    private static String forUndertow(String serverInfo) {
        if (serverInfo.contains("WildFly") || serverInfo.contains("JBoss")) {
            return "On WildFly, give the application a servlet-container without the websockets setting (jboss-web.xml); the"
                    + " README says how.";
        }
        return "Leave undertow-websockets-jsr out of the class path, or its WebSocketDeploymentInfo out of the deployment.";
    }

    private static String forTyrus(String serverInfo) {
        if (serverInfo.contains("GlassFish") || serverInfo.contains("Payara")) {
            return "On GlassFish and Payara, which cannot switch it off for one application, remove"
                    + " META-INF/services/jakarta.servlet.ServletContainerInitializer from the server's"
                    + " glassfish/modules/tyrus-container-servlet.jar; the README says how.";
        }
        return "Leave tyrus-container-servlet (it may be a part of another jar of Tyrus) out of the class path.";
    }

    private static String forLiberty() {
        return "Leave the feature websocket out of the server's features (features of a whole profile bring it).";
    }

    private static String generally() {
        return "Remove its jar or switch it off for this application, or take Sheetbend's jar away.";
    }

    /** Such as {@code Tomcat's own WebSocket (org.example.SomeContainer, 11.0.1 in /srv/lib/some.jar)}. */
    String described() {
        return name + " (" + className + ", " + origin.described() + ")";
    }
}
