package dev.sheetbend.websocket.tck.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server's log has of us when something is in the way, in one line each: the README's table, tried. */
@Tag("distributions")
class StartLinesTest {
    private static final Pattern LINE = Pattern.compile("\\b(SEVERE|WARNING|INFO)\\b.*?(Sheetbend .*)");
    private static final String OURS = "sheetbend-websocket.jar";
    private static final String SERVER_API = "jakarta.websocket-api.jar";
    private static final String CLIENT_API = "jakarta.websocket-client-api.jar";
    private static final String NO_OTHER = "<Context containerSciFilter=\"org.apache.tomcat.websocket.server.WsSci\"/>";

    private final Path directory = TestFiles.newDirectory("start-lines");
    private final List<Path> wars = new ArrayList<>();

    @Test
    void tomcatsLog() throws Exception {
        assumeThat(Container.selected()).contains(Container.TOMCAT_11_ZIP_WEBINF);
        Path plain = TestFiles.thinWar(directory.resolve("plain"));
        war("own", exploded("own", OURS));
        Path twice = exploded("twice", OURS);
        Files.copy(jar(OURS), twice.resolve("WEB-INF/lib/second.jar"));
        Files.writeString(Files.createDirectories(twice.resolve("META-INF")).resolve("context.xml"), NO_OTHER);
        war("twice", twice);
        Distribution tomcat = Distributions.labelled("tomcat-11-zip-webinf");
        try (DistributionProcess server = tomcat.start("Tomcat 11", directory, plain, wars.toArray(Path[]::new))) {
            List.of("app", "own", "twice").forEach(name -> server.awaitPage("/" + name + "/index.html"));

            assertThat(lines(server, "/app")).singleElement().asString().matches("INFO Sheetbend .* serves .*");
            assertThat(lines(server, "/own"))
                    .singleElement()
                    .asString()
                    .contains("WARNING Sheetbend is not active", "Tomcat's own WebSocket", "containerSciFilter");
            assertThat(lines(server, "/twice"))
                    .hasSize(2)
                    .anySatisfy(line ->
                            assertThat(line).contains("WARNING Sheetbend is in", "more than once", OURS, "second.jar"))
                    .anySatisfy(line -> assertThat(line).contains("INFO", "serves"));
        }
    }

    @Test
    void jettysLogWithoutTheApiOrAPartOfIt() throws Exception {
        war("none", exploded("none", OURS));
        war("half", exploded("half", OURS, SERVER_API));
        war("app", exploded("app", OURS, SERVER_API, CLIENT_API));
        try (DistributionProcess server = jetty("ee11-deploy,ee11-annotations")) {
            assertThat(lines(server, "/app")).singleElement().asString().matches("INFO Sheetbend .* serves .*");
            assertThat(server.status("/app/index.html")).isEqualTo(200);
            assertThat(lines(server, "cannot work"))
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("SEVERE"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("the Jakarta WebSocket API is missing. Put jakarta.websocket-api and"))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .contains(
                                            "a part of the Jakarta WebSocket API is missing. Put jakarta.websocket-client-api,"));
            // Jetty keeps such an application from starting; what it says itself does not name the jar.
            assertThat(server.status("/none/index.html")).isNotEqualTo(200);
            assertThat(server.status("/half/index.html")).isNotEqualTo(200);
        }
    }

    @Test
    void jettysLogWithoutItsAnnotationsModule() throws Exception {
        war("app", exploded("app", OURS, SERVER_API, CLIENT_API));
        try (DistributionProcess server = jetty("ee11-deploy")) {
            assertThat(lines(server, "/app"))
                    .singleElement()
                    .asString()
                    .contains("WARNING Sheetbend is not active", "--add-modules=ee11-annotations");
        }
    }

    @Test
    void jettysLogWithItsOwnWebSocket() throws Exception {
        war("app", exploded("app", OURS));
        try (DistributionProcess server = jetty("ee11-deploy,ee11-annotations,ee11-websocket-jakarta")) {
            assertThat(lines(server, "/app"))
                    .singleElement()
                    .asString()
                    .contains("WARNING Sheetbend is not active", "Jetty's own WebSocket", "ee11-websocket-jakarta");
        }
    }

    /** With the wars that have been made, and started. */
    private DistributionProcess jetty(String modules) throws IOException {
        assumeThat(Container.selected())
                .anyMatch(container -> container.distribution().isPresent());
        Path webapps = Files.createDirectories(directory.resolve("webapps"));
        for (Path war : wars) {
            Files.move(war, webapps.resolve(war.getFileName()));
        }
        Ports ports = Ports.free();
        String lines = """
                java -jar "$JETTY_HOME"/start.jar --add-modules=http,%s
                java -Xmx256m -jar "$JETTY_HOME"/start.jar jetty.http.host=127.0.0.1 jetty.http.port=%d
                """.formatted(modules, ports.http());
        DistributionProcess server = DistributionProcess.start(
                "Jetty 12.1",
                ports,
                lines,
                directory,
                Map.of("JETTY_HOME", Distribution.unpacked("jetty-12.1").toString()));
        server.awaitLog("Started oejs.Server@");
        return server;
    }

    private Path exploded(String name, String... jars) throws IOException {
        Path war = TestFiles.thinWar(directory.resolve("exploded-" + name));
        Path libraries = Files.createDirectories(war.resolve("WEB-INF/lib"));
        for (String jar : jars) {
            Files.copy(jar(jar), libraries.resolve(jar));
        }
        return war;
    }

    private void war(String name, Path exploded) throws IOException {
        Path war = directory.resolve(name + ".war");
        Wars.pack(exploded, war);
        wars.add(war);
    }

    private static Path jar(String name) {
        return TestFiles.dropIn().stream()
                .filter(jar -> jar.endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /** Those that have this text, each with its level. */
    private static List<String> lines(DistributionProcess server, String text) {
        return server.log()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1) + " " + line.group(2))
                .filter(line -> line.contains(text))
                .toList();
    }
}
