package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of each container are told to change. */
class OtherImplementationTest {
    @Test
    void tomcatsIsSwitchedOffByTheContextOrRemoved() {
        OtherImplementation found =
                of("org.apache.tomcat.websocket.server.WsServerContainer", "/opt/tomcat/lib/tomcat-websocket.jar", "");
        assertThat(found.described())
                .isEqualTo("Tomcat's own WebSocket (org.apache.tomcat.websocket.server.WsServerContainer, 1.2.3 in"
                        + " /opt/tomcat/lib/tomcat-websocket.jar)");
        assertThat(found.remedy())
                .isEqualTo("Switch it off for the application by <Context"
                        + " containerSciFilter=\"org.apache.tomcat.websocket.server.WsSci\"/> in META-INF/context.xml, or"
                        + " for the whole server by removing lib/tomcat-websocket.jar.");
    }

    @ParameterizedTest
    @CsvSource({
        "/app/lib/tomcat-embed-websocket-11.0.1.jar",
        "nested:/app.jar/!BOOT-INF/lib/tomcat-embed-websocket-11.0.1.jar"
    })
    void tomcatsEmbeddedIsLeftOut(String location) {
        assertThat(of("org.apache.tomcat.websocket.server.WsServerContainer", location, "")
                        .remedy())
                .startsWith("Leave org.apache.tomcat.embed:tomcat-embed-websocket out of the class path");
    }

    @ParameterizedTest
    @CsvSource({"ee10", "ee11", "ee12"})
    void jettysIsNamedWithItsEnvironment(String environment) {
        String type = "org.eclipse.jetty." + environment + ".websocket.jakarta.server.JakartaWebSocketServerContainer";
        OtherImplementation found = of(type, "/jetty/lib/some.jar", "jetty/12.1.12");
        assertThat(found.name()).isEqualTo("Jetty's own WebSocket");
        assertThat(found.remedy())
                .isEqualTo("Leave the module " + environment + "-websocket-jakarta out of the server (embedded: the jar"
                        + " jetty-" + environment + "-websocket-jakarta-server), or set the context-param"
                        + " org.eclipse.jetty.websocket.jakarta to false in the application's web.xml.");
    }

    @Test
    void undertowsDependsOnTheServerThatItIsIn() {
        String type = "io.undertow.websockets.jsr.ServerWebSocketContainer";
        assertThat(of(type, "/some.jar", "Undertow - 2.3.24.Final").remedy())
                .isEqualTo(
                        "Leave undertow-websockets-jsr out of the class path, or its WebSocketDeploymentInfo out of the"
                                + " deployment.");
        assertThat(of(type, "/some.jar", "WildFly Full 39.0.1.Final (WildFly Core 31.0.1.Final) - 2.3.23.Final")
                        .remedy())
                .isEqualTo("On WildFly, give the application a servlet-container without the websockets setting"
                        + " (jboss-web.xml); the README says how.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eclipse GlassFish 7.0.21", "Payara Server 6.2025.9 #badassfish"})
    void tyrusIsTakenOutOfServersThatHaveIt(String server) {
        assertThat(of("org.glassfish.tyrus.servlet.Some", "/some.jar", server).remedy())
                .isEqualTo("On GlassFish and Payara, which cannot switch it off for one application, remove"
                        + " META-INF/services/jakarta.servlet.ServletContainerInitializer from the server's"
                        + " glassfish/modules/tyrus-container-servlet.jar; the README says how.");
    }

    @Test
    void aServerThatDoesNotSayWhatItIsMayBeUndertow() {
        assertThat(of("io.undertow.websockets.jsr.ServerWebSocketContainer", "/some.jar", null)
                        .remedy())
                .startsWith("Leave undertow-websockets-jsr out of the class path");
    }

    @ParameterizedTest
    @CsvSource({
        "org.glassfish.tyrus.server.TyrusServerContainer, Tyrus, Leave tyrus-container-servlet",
        "com.ibm.ws.wsoc.WsocServerContainer, Liberty's own WebSocket, Leave the feature websocket",
        "io.openliberty.wsoc.internal.Some, Liberty's own WebSocket, Leave the feature websocket",
        "org.example.Container, another WebSocket implementation, Remove its jar"
    })
    void othersAreNamed(String type, String name, String beginning) {
        OtherImplementation found = of(type, "/some.jar", "Some server");
        assertThat(found.name()).isEqualTo(name);
        assertThat(found.remedy()).startsWith(beginning);
    }

    @Test
    void whatItsJarIsIsLookedUp() {
        OtherImplementation found = OtherImplementation.of("of the JDK", "Some server");
        assertThat(found.described())
                .isEqualTo("another WebSocket implementation (java.lang.String, a place that is not known)");
    }

    private static OtherImplementation of(String type, String location, String serverInfo) {
        return OtherImplementation.of(type, new CodeOrigin(location, "1.2.3", ""), serverInfo);
    }
}
