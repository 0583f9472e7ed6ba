package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The README's lines for a shell. What a reader types is what the tests execute. */
final class ReadmeLines {
    private static final Path README = TestFiles.BASE.resolveSibling("README.md");
    private static final String BEGIN = "```sh";
    private static final String END = "```";

    private ReadmeLines() {}

    /**
     * The lines of all shell blocks between this heading and the next one.
     *
     * @param heading without number signs
     */
    static String below(String heading) {
        try {
            return below(heading, Files.readAllLines(README));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String below(String heading, List<String> text) {
        StringBuilder found = new StringBuilder();
        Iterator<String> lines = text.iterator();
        boolean here = false;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("#")) {
                here = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (line.equals(BEGIN)) {
                for (line = lines.next(); !line.equals(END); line = lines.next()) {
                    if (here) {
                        found.append(line).append('\n');
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new AssertionError("The README has no shell lines below the heading \"" + heading + "\"");
        }
        return found.toString();
    }
}
