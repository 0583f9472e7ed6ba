package dev.sheetbend.websocket.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar that users drop into their container: both modules, and nothing else. */
class DropInJarTest {
    private static final Path JAR = Path.of(System.getProperty("jar"));
    private static final String MODULE_DESCRIPTOR = "module-info.class";

    @Test
    void holdsEveryClassOfBothModulesAndNoOther() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of(MODULE_DESCRIPTOR));
        for (Path original : originals()) {
            expected.addAll(entries(original, ".class"));
        }

        assertThat(entries(JAR, ".class")).isEqualTo(expected);
    }

    @Test
    void holdsNoFileBesideClassesServicesLicenceAndMavensOwn() throws IOException {
        assertThat(entries(JAR, ""))
                .allMatch(name -> name.endsWith(".class")
                        || name.startsWith("META-INF/services/")
                        || name.startsWith("META-INF/maven/dev.sheetbend/")
                        || Set.of(
                                        "META-INF/MANIFEST.MF",
                                        "META-INF/LICENSE",
                                        "META-INF/NOTICE",
                                        "META-INF/web-fragment.xml")
                                .contains(name))
                .contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/web-fragment.xml");
    }

    /** Who has the jar in their own repository has nothing else of ours there. */
    @Test
    void itsPomNeedsNoParentAndNoOtherArtifact() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            ZipEntry entry = jar.getEntry("META-INF/maven/dev.sheetbend/sheetbend-websocket/pom.xml");
            try (InputStream content = jar.getInputStream(entry)) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .contains(
                                "<groupId>dev.sheetbend</groupId>",
                                "<artifactId>sheetbend-websocket</artifactId>",
                                "<version>",
                                "<name>",
                                "<description>",
                                "Apache-2.0")
                        .doesNotContain("<parent>", "<dependency>", "<plugin>", "${");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.sheetbend.websocket.container.ConnectorFactory",
                "dev.sheetbend.websocket.spi.ExtensionProvider",
                "jakarta.servlet.ServletContainerInitializer",
                "jakarta.websocket.ContainerProvider",
                "jakarta.websocket.server.ServerEndpointConfig$Configurator"
            })
    void registersImplementationsThatAreInTheJar(String service) throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            ZipEntry entry = jar.getEntry("META-INF/services/" + service);
            assertThat(entry).as("services file of %s", service).isNotNull();
            List<String> implementations;
            try (InputStream content = jar.getInputStream(entry)) {
                implementations = new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }

            assertThat(implementations)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(jar.getEntry(each.replace('.', '/') + ".class"))
                            .as("class %s", each)
                            .isNotNull());
        }
    }

    @Test
    void isOneModuleWithTheExportsAndServicesOfBoth() throws IOException {
        ModuleDescriptor merged = descriptor(JAR);
        Set<String> exports = new TreeSet<>();
        Set<ModuleDescriptor.Provides> provides = new TreeSet<>();
        Set<String> requires = new TreeSet<>();
        for (Path original : originals()) {
            ModuleDescriptor descriptor = descriptor(original);
            exports.addAll(unqualifiedExports(descriptor));
            provides.addAll(descriptor.provides());
            requires.addAll(requires(descriptor));
        }
        requires.removeIf(required -> required.endsWith(" " + merged.name()));

        assertThat(merged.name()).isEqualTo("dev.sheetbend.websocket");
        assertThat(unqualifiedExports(merged)).isEqualTo(exports);
        assertThat(merged.provides()).isEqualTo(provides);
        assertThat(requires(merged)).isEqualTo(requires);
        assertThat(merged.packages()).contains("dev.sheetbend.websocket.servlet");
    }

    private static List<Path> originals() {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith("sheetbend-"))
                .toList();
        assertThat(jars).as("jars of the two modules").hasSize(2);
        return jars;
    }

    private static Set<String> entries(Path path, String suffix) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(suffix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static ModuleDescriptor descriptor(Path jar) {
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    }

    private static Set<String> unqualifiedExports(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> requires(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .map(required -> required.modifiers() + " " + required.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
