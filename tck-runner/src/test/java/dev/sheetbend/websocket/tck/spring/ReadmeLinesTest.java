package dev.sheetbend.websocket.tck.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what the README tells users of Spring Boot to write to what the applications of {@link SpringBootTest} have. */
class ReadmeLinesTest {
    private static final Path ROOT = TestFiles.BASE.resolve("..");
    private static final Path SAMPLE = ROOT.resolve("samples/spring-boot");
    private static final Path CONFIGURATION =
            SAMPLE.resolve("src/main/java/dev/sheetbend/websocket/samples/spring/SheetbendConfiguration.java");

    /** The code blocks of one language in the README's section, without indentation. */
    private static List<String> blocks(String language) throws IOException {
        String readme = read(ROOT.resolve("README.md"));
        String section = readme.substring(readme.indexOf("\n### Spring Boot\n") + 1);
        section = section.substring(0, section.indexOf("\n### "));
        return Pattern.compile("^ *```" + language + "\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map((MatchResult found) -> stripped(found.group(1)))
                .toList();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }

    private static String stripped(String lines) {
        return lines.replaceAll("(?m)^ +", "").strip();
    }

    /** What the README has for this server: Tomcat's comes first, then Jetty's, then Undertow's. */
    private static String lines(SpringBoot boot) throws IOException {
        List<String> blocks = blocks("xml");
        assertThat(blocks).hasSize(3);
        return switch (boot) {
            case BOOT_3_5_TOMCAT, BOOT_4_1_TOMCAT -> blocks.get(0);
            case BOOT_3_5_JETTY -> blocks.get(1).replace("ee11", "ee10");
            case BOOT_4_1_JETTY -> blocks.get(1);
            case BOOT_3_5_UNDERTOW -> blocks.get(2);
        };
    }

    @ParameterizedTest
    @EnumSource
    void thePomHasTheReadmesLinesAndNoOtherOnes(SpringBoot boot) throws IOException {
        String pom = read(boot.directory().resolve("pom.xml"));
        String begin = "<!-- The README's lines. -->";

        String own = pom.substring(pom.indexOf(begin) + begin.length(), pom.indexOf("<!-- The application. -->"));

        assertThat(stripped(own)).isEqualTo(lines(boot));
    }

    @Test
    void theContainersHaveTheVersionOfTheSample() throws IOException {
        assertThat(parentsVersion("4.1")).isEqualTo(only(read(ROOT.resolve("pom.xml")), "<boot4.version>(.*?)</"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "4.1"})
    void theDocumentationNamesTheVersionsThatAreTested(String version) throws IOException {
        String docs = read(ROOT.resolve("docs/containers.md"));

        assertThat(docs.substring(docs.indexOf("\n## Spring Boot\n"))).contains(parentsVersion(version) + " (");
    }

    private static String parentsVersion(String version) throws IOException {
        String pom = read(TestFiles.BASE.resolve("containers/spring-boot-" + version + "/pom.xml"));
        return only(pom, "<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>(.*?)</version>");
    }

    private static String only(String text, String regex) {
        List<String> found = Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(each -> each.group(1))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void theSamplesPomHasTomcatsLines() throws IOException {
        assertThat(stripped(read(SAMPLE.resolve("pom.xml")))).contains(lines(SpringBoot.BOOT_4_1_TOMCAT));
    }

    @Test
    void theSamplesConfigurationHasTheBeans() throws IOException {
        String source = stripped(read(CONFIGURATION)).replaceAll("(?m)^/\\*\\*.*\\*/\n", "");

        assertThat(blocks("java"))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(source).contains(block));
    }
}
