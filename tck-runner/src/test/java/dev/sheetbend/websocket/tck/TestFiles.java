package dev.sheetbend.websocket.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the build has put what the tests need, and directories for what they make. */
public final class TestFiles {
    /** The module's directory. */
    public static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    static final Path TARGET = BASE.resolve("target");
    /** The compiled tests, and their resources. */
    public static final Path TEST_CLASSES = TARGET.resolve("test-classes");
    /** Our jar and the jars of the API. */
    static final Path DROP_IN = TARGET.resolve("drop-in");
    /** Static files that every container serves. */
    public static final Path PAGES = TEST_CLASSES.resolve("pages");

    private static final String ENDPOINTS = "dev/sheetbend/websocket/tck/endpoint";
    private static final String CDI = "dev/sheetbend/websocket/tck/cdi";

    private TestFiles() {}

    /** A new, empty directory below {@code target}. */
    public static Path newDirectory(String name) {
        try {
            Path parent = Files.createDirectories(TARGET.resolve("servers"));
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Our jar and the jars of the API. */
    public static List<Path> dropIn() {
        try (Stream<Path> jars = Files.list(DROP_IN)) {
            return jars.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an exploded web application of the pages and the endpoints. */
    public static Path thinWar(Path directory) {
        copy(PAGES, directory);
        copy(
                TEST_CLASSES.resolve(ENDPOINTS),
                directory.resolve("WEB-INF/classes").resolve(ENDPOINTS));
        return directory;
    }

    /** Makes an exploded web application of the pages, the endpoints and our jar. */
    static Path war(Path directory) {
        thinWar(directory);
        copy(DROP_IN, directory.resolve("WEB-INF/lib"));
        return directory;
    }

    /** Makes an exploded web application of the endpoints that need CDI and our jar. */
    static Path warWithCdi(Path directory) {
        copy(TEST_CLASSES.resolve(CDI), directory.resolve("WEB-INF/classes").resolve(CDI));
        copy(DROP_IN, directory.resolve("WEB-INF/lib"));
        try {
            // Empty means: classes with an annotation that says so are beans.
            Files.createFile(directory.resolve("WEB-INF/beans.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a directory with all that is in it. */
    public static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            List<Path> files = walk.toList();
            for (Path file : files) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
