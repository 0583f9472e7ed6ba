package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The native transport, in the class loader of a web application of Tomcat. */
@Timeout(60)
class TomcatWarTest {
    @TempDir
    private static Path directory;

    @Test
    void theNativeTransportWorksFromAWar() throws Exception {
        Path war = directory.resolve("war");
        for (Class<?> each : List.of(WarFilter.class, UpgradeFilter.class, Transport.class)) {
            addTo(war, each);
        }
        Tomcat tomcat = new Tomcat();
        int port = start(tomcat, war);
        try (RawClient client = new RawClient(port, "/app/ws")) {
            assertThat(client.status()).isEqualTo(101);
            String greeting = "dev.sheetbend.websocket.servlet.tomcat.TomcatTransport ParallelWebappClassLoader\n";
            assertThat(new String(client.read(greeting.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(greeting);
            client.write(new byte[] {1, 2, 3});
            assertThat(client.read(3)).containsExactly(1, 2, 3);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static int start(Tomcat tomcat, Path war) throws Exception {
        tomcat.setBaseDir(directory.resolve("base").toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/app", war.toString());
        FilterDef definition = new FilterDef();
        definition.setFilterName("websocket");
        definition.setFilterClass("dev.sheetbend.websocket.servlet.WarFilter");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("websocket");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        Tomcat.addServlet(context, "plain", new TestServer.Plain());
        context.addServletMapping("/", "plain");
        tomcat.start();
        return connector.getLocalPort();
    }

    /** Copies the directory or the jar that a class comes from. */
    private static void addTo(Path war, Class<?> type) throws Exception {
        Path source =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(source)) {
            Path libraries = Files.createDirectories(war.resolve("WEB-INF/lib"));
            Files.copy(source, libraries.resolve(source.getFileName()));
            return;
        }
        Path classes = war.resolve("WEB-INF/classes");
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = classes.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
