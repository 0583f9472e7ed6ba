package dev.sheetbend.websocket.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is unpacked into a Jetty base. That Jetty takes it is for the tests with Jetty's own distribution. */
class JettyArchivesTest {
    private static final Path JAR = Path.of(System.getProperty("jar"));
    private static final String LIBRARY = "lib/sheetbend/";

    @ParameterizedTest
    @CsvSource({"jetty-12.0,sheetbend,ee10", "jetty-12.1,sheetbend,ee11", "jetty-12.1,ee10-sheetbend,ee10"})
    void moduleNamesItsEnvironmentAndJarsThatAreThere(String archive, String module, String environment)
            throws IOException {
        try (ZipFile zip = open(archive)) {
            List<String> lines = text(zip, "modules/" + module + ".mod");

            assertThat(section(lines, "environment")).containsExactly(environment);
            assertThat(section(lines, "depend")).containsExactly(environment + "-deploy", environment + "-annotations");
            assertThat(section(lines, "provides")).containsExactly(environment + "-websocket-jakarta");
            assertThat(section(lines, "lib"))
                    .hasSize(3)
                    .allSatisfy(jar -> assertThat(zip.getEntry(jar)).as(jar).isNotNull());
        }
    }

    @ParameterizedTest
    @CsvSource({"jetty-12.0,1", "jetty-12.1,2"})
    void archiveHoldsModulesThreeJarsAndTheLicenceAndNothingElse(String archive, int modules) throws IOException {
        try (ZipFile zip = open(archive)) {
            Set<String> files = zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(files)
                    .contains(LIBRARY + "LICENSE", LIBRARY + "NOTICE")
                    .hasSize(modules + 3 + 2)
                    .allMatch(name -> name.startsWith("modules/") || name.startsWith(LIBRARY));
        }
    }

    @Test
    void jarInTheArchivesIsTheFinishedOne() throws IOException {
        for (String archive : List.of("jetty-12.0", "jetty-12.1")) {
            try (ZipFile zip = open(archive);
                    InputStream jar = zip.getInputStream(zip.getEntry(LIBRARY + JAR.getFileName()))) {
                assertThat(jar.readAllBytes()).as(archive).isEqualTo(Files.readAllBytes(JAR));
            }
        }
    }

    private static ZipFile open(String archive) throws IOException {
        String name = JAR.getFileName().toString().replace(".jar", "-" + archive + ".zip");
        return new ZipFile(JAR.resolveSibling(name).toFile());
    }

    private static List<String> text(ZipFile zip, String name) throws IOException {
        try (InputStream content = zip.getInputStream(zip.getEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** The lines between this heading and the next blank line. */
    private static List<String> section(List<String> lines, String heading) {
        int begin = lines.indexOf("[" + heading + "]") + 1;
        assertThat(begin).as("[%s]", heading).isPositive();
        return lines.subList(begin, lines.size()).stream()
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }
}
