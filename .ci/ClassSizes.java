import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists the source files of more than 400 lines. A class that wants more is two ideas; whether it is, is for a reader to say. */
public final class ClassSizes {
    private static final int LIMIT = 400;

    private ClassSizes() {}

    public static void main(String[] args) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .toList();
        }
        for (Path source : sources) {
            long lines = Files.readAllLines(source).size();
            if (lines > LIMIT) {
                System.out.println("[WARNING] " + lines + " lines, over " + LIMIT + ": " + Path.of(args[0]).relativize(source));
            }
        }
        System.out.println("[INFO] Looked at the size of " + sources.size() + " source files");
    }
}
