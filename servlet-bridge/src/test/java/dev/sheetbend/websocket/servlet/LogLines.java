package dev.sheetbend.websocket.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what is logged under our name, each entry as its level and its text, until it is closed. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.sheetbend.websocket");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** Warnings and errors. */
    List<String> problems() {
        return lines.stream()
                .filter(line -> line.startsWith("WARNING") || line.startsWith("SEVERE"))
                .toList();
    }

    /** Everything, the oldest first. */
    List<String> all() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        // Other tests of this JVM may still be logging.
        if (entry.getLoggerName().equals(logger.getName())) {
            lines.add(entry.getLevel() + " " + entry.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(null);
    }
}
