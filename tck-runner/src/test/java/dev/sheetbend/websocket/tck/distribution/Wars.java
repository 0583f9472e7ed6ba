package dev.sheetbend.websocket.tck.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs web applications. */
final class Wars {
    private Wars() {}

    /** Makes a war of an exploded one; a file is copied. */
    static void pack(Path exploded, Path war) throws IOException {
        if (!Files.isDirectory(exploded)) {
            Files.copy(exploded, war);
            return;
        }
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> walk = Files.walk(exploded)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                zip.putNextEntry(
                        new ZipEntry(exploded.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }
}
