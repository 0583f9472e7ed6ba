package dev.sheetbend.websocket.benchmarks.run;

import static dev.sheetbend.websocket.benchmarks.run.ServerKind.JETTY;
import static dev.sheetbend.websocket.benchmarks.run.ServerKind.NETTY;
import static dev.sheetbend.websocket.benchmarks.run.ServerKind.NIO;
import static dev.sheetbend.websocket.benchmarks.run.ServerKind.SHEETBEND_UNDERTOW;
import static dev.sheetbend.websocket.benchmarks.run.ServerKind.TYRUS;
import static dev.sheetbend.websocket.benchmarks.run.ServerKind.UNDERTOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers that there are, and the class path of each. */
class ServerKindTest {
    private static final List<String> EVERYONES = List.of(
            "benchmarks/target/classes", "lib/sheetbend-benchmarks-1.jar", "lib/jakarta.websocket-api-2.2.0.jar");
    private static final List<String> SHEETBEND =
            List.of("api-impl/target/classes", "lib/sheetbend-servlet-bridge-1.jar");
    private static final List<String> TOMCATS = List.of("lib/tomcat-embed-core-11.0.1.jar");
    private static final List<String> OF_TOMCAT = List.of("lib/tomcat-embed-websocket-11.0.1.jar");
    private static final List<String> JETTYS = List.of("lib/jetty-server-12.1.1.jar");
    private static final List<String> OF_JETTY =
            List.of("lib/jetty-websocket-core-server-12.1.1.jar", "lib/jetty-ee11-websocket-jakarta-server-12.1.1.jar");
    private static final List<String> UNDERTOWS =
            List.of("lib/undertow-core-2.3.1.Final.jar", "lib/xnio-nio-3.8.1.Final.jar", "lib/jboss-threads-3.7.0.jar");
    private static final List<String> OF_UNDERTOW = List.of("lib/undertow-websockets-jsr-2.3.1.Final.jar");
    private static final List<String> TYRUSES =
            List.of("lib/tyrus-core-2.2.1.jar", "lib/tyrus-client-2.2.1.jar", "lib/grizzly-framework-4.0.2.jar");
    private static final List<String> NETTYS = List.of("lib/netty-codec-http-4.2.18.Final.jar");
    private static final List<String> EVERYTHING =
            all(EVERYONES, SHEETBEND, TOMCATS, OF_TOMCAT, JETTYS, OF_JETTY, UNDERTOWS, OF_UNDERTOW, TYRUSES, NETTYS);

    /** Each implementation names itself as the one for clients. */
    private static final String IMPLEMENTATION = "META-INF/services/jakarta.websocket.ContainerProvider";

    @ParameterizedTest
    @EnumSource
    void eachHasOneImplementationInOneContainer(ServerKind kind) {
        List<String> expected = switch (kind) {
            case SHEETBEND_TOMCAT, SHEETBEND_TOMCAT_IO -> all(EVERYONES, SHEETBEND, TOMCATS);
            case TOMCAT -> all(EVERYONES, TOMCATS, OF_TOMCAT);
            case RAW_TOMCAT -> all(EVERYONES, TOMCATS);
            case SHEETBEND_JETTY, SHEETBEND_JETTY_IO -> all(EVERYONES, SHEETBEND, JETTYS);
            case JETTY -> all(EVERYONES, JETTYS, OF_JETTY);
            case RAW_JETTY -> all(EVERYONES, JETTYS);
            case SHEETBEND_UNDERTOW, SHEETBEND_UNDERTOW_IO -> all(EVERYONES, SHEETBEND, UNDERTOWS);
            case UNDERTOW, UNDERTOW_IO -> all(EVERYONES, UNDERTOWS, OF_UNDERTOW);
            case RAW_UNDERTOW -> all(EVERYONES, UNDERTOWS);
            case TYRUS -> all(EVERYONES, TYRUSES);
            case NETTY -> all(EVERYONES, NETTYS);
            case NIO -> EVERYONES;
        };

        assertThat(kind.classPath(String.join(File.pathSeparator, EVERYTHING)).split(File.pathSeparator))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void noTwoImplementationsMeetInAJvm(ServerKind kind) throws IOException {
        boolean jakarta = !kind.echoesBytes() && kind != NETTY;

        assertThat(implementations(kind)).hasSize(jakarta ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsFoundByItsLabel(ServerKind kind) {
        assertThat(ServerKind.of(kind.toString())).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsMeasuredBesideOneInTheSameContainer(ServerKind kind) {
        assertThat(kind.peer().container()).isEqualTo(kind.container());
        assertThat(kind.peer() == kind).isEqualTo(!kind.toString().startsWith("sheetbend-"));
    }

    @ParameterizedTest
    @EnumSource
    void aFloorKnowsNoFramesAndOnlyBareJavaBroadcastsItsBytes(ServerKind kind) {
        assertThat(kind.floor().echoesBytes()).isTrue();
        assertThat(kind.floor().compresses()).isFalse();
        assertThat(kind.floor().broadcasts()).isEqualTo(kind.floor() == NIO);
        assertThat(kind.floor().floor()).isEqualTo(kind.floor());
    }

    @Test
    void whatHasNoContainerOfItsOwnStandsOnBareJava() {
        assertThat(TYRUS.floor()).isEqualTo(NIO);
        assertThat(NETTY.floor()).isEqualTo(NIO);
        assertThat(SHEETBEND_UNDERTOW.floor()).isEqualTo(ServerKind.RAW_UNDERTOW);
        assertThat(SHEETBEND_UNDERTOW.peer()).isEqualTo(UNDERTOW);
        assertThat(JETTY.floor()).isEqualTo(ServerKind.RAW_JETTY);
    }

    @Test
    void anotherLabelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerKind.of("glassfish"))
                .withMessage("There is no server glassfish, but [sheetbend-tomcat, tomcat, sheetbend-jetty, jetty,"
                        + " sheetbend-undertow, undertow, tyrus, netty, nio, raw-tomcat, raw-jetty, raw-undertow,"
                        + " sheetbend-tomcat-io, sheetbend-jetty-io, sheetbend-undertow-io, undertow-io]");
    }

    private static List<URL> implementations(ServerKind kind) throws IOException {
        List<URL> entries = new ArrayList<>();
        for (String entry :
                kind.classPath(System.getProperty("java.class.path")).split(File.pathSeparator)) {
            entries.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(entries.toArray(URL[]::new), null)) {
            return Collections.list(loader.findResources(IMPLEMENTATION));
        }
    }

    @SafeVarargs
    private static List<String> all(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
