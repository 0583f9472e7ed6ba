package dev.sheetbend.websocket.tck.sample;

import dev.sheetbend.websocket.tck.TestFiles;
import java.nio.file.Path;

/** Where the build has put the wars. */
public final class SampleWars {
    /** The board with our jar and the API. */
    public static final Path BOARD = war("board", "board.war");

    /** The board, for a server that has these. */
    public static final Path THIN_BOARD = war("board", "board-thin.war");

    /** The converter with our jar and the API. */
    public static final Path CONVERTER = war("converter", "converter.war");

    /** The converter, for a server that has these. */
    public static final Path THIN_CONVERTER = war("converter", "converter-thin.war");

    private SampleWars() {}

    private static Path war(String module, String name) {
        return TestFiles.BASE
                .resolveSibling("samples")
                .resolve(module)
                .resolve("target")
                .resolve(name);
    }
}
