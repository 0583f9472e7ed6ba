package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The README's lines for a shell. What a reader types is what the tests execute. */
final class ReadmeLines {
    private static final Path README = TestFiles.BASE.resolveSibling("README.md");
    private static final String BEGIN = "```sh";
    private static final String END = "```";

    private static final Pattern HERE_DOCUMENT =
            Pattern.compile("^cat > (\\S+) <<'END'\n(.*?)^END$", Pattern.DOTALL | Pattern.MULTILINE);

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

    /** The files that the shell blocks below a heading write by here-documents, by their names. */
    static Map<String, String> filesBelow(String heading) {
        return HERE_DOCUMENT
                .matcher(below(heading))
                .results()
                .collect(Collectors.toMap(written -> written.group(1), written -> written.group(2)));
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
