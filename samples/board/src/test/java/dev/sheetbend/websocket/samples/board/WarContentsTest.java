package dev.sheetbend.websocket.samples.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the two wars: as much as their users need, and no more. */
class WarContentsTest {
    private static final Set<String> SHEETBEND =
            Set.of("sheetbend-websocket", "jakarta.websocket-api", "jakarta.websocket-client-api");
    private static final Set<String> OTHERS = Set.of("jackson-annotations", "jackson-core", "jackson-databind");

    @Test
    void theWarBringsSheetbendAndTheApi() throws IOException {
        Set<String> expected = new TreeSet<>(SHEETBEND);
        expected.addAll(OTHERS);

        assertThat(libraries("war")).containsExactlyElementsOf(expected);
    }

    @Test
    void theThinWarLeavesTheseThreeToTheServer() throws IOException {
        assertThat(libraries("war.thin")).containsExactlyElementsOf(new TreeSet<>(OTHERS));
    }

    @Test
    void bothWarsHaveTheSameApplication() throws IOException {
        List<String> files = files("war");

        assertThat(files)
                .containsAll(List.of(
                        "index.html", "login.html", "login-failed.html", "WEB-INF/web.xml", "META-INF/context.xml"));
        assertThat(files)
                .filteredOn(file -> !file.startsWith("WEB-INF/lib/"))
                .containsExactlyElementsOf(files("war.thin").stream()
                        .filter(file -> !file.startsWith("WEB-INF/lib/"))
                        .toList());
    }

    @Test
    void noDescriptorIsForASingleServerButTomcatsThatSwitchesItsOwnWebSocketOff() throws IOException {
        assertThat(files("war"))
                .filteredOn(file -> file.endsWith(".xml"))
                .filteredOn(file -> !file.startsWith("META-INF/maven/"))
                .containsExactlyInAnyOrder("WEB-INF/web.xml", "META-INF/context.xml");
    }

    /** The names of the jars, without their versions. */
    private static Set<String> libraries(String property) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : files(property)) {
            if (file.startsWith("WEB-INF/lib/") && file.endsWith(".jar")) {
                names.add(file.replaceFirst("WEB-INF/lib/(.+?)-\\d.*", "$1"));
            }
        }
        return names;
    }

    private static List<String> files(String property) throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty(property))) {
            return war.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .sorted()
                    .toList();
        }
    }
}
