package dev.sheetbend.websocket.tck.conformance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what the implementation logs, which runs in the tests' JVM, until it is closed. */
final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.sheetbend.websocket");
    private final List<String> causes = new CopyOnWriteArrayList<>();

    CapturedLog() {
        logger.addHandler(this);
    }

    /** The stack traces that have been logged. */
    List<String> causes() {
        return causes;
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getThrown() != null) {
            var text = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
            causes.add(text.toString());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
