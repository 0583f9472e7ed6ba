package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
final class Table {
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    Table(List<String> head) {
        columns = head.size();
        row(head);
        text.append("|---").append("|--:".repeat(columns - 1)).append("|\n");
    }

    /** @throws IllegalArgumentException when there are not as many cells as the head has */
    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("A row of " + columns + " cells, not " + cells);
        }
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** The first cell of a row or a head, and the others. */
    static List<String> cells(String first, List<String> others) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(others);
        return cells;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
