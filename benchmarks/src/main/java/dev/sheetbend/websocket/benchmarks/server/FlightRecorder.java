package dev.sheetbend.websocket.benchmarks.server;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Records where this JVM spends its time and what it allocates. One thread, one recording at a time. */
final class FlightRecorder {
    private static final Duration SAMPLES = Duration.ofMillis(10);

    private record Running(Recording recording, Path file) {}

    private Optional<Running> running = Optional.empty();

    /**
     * Begins.
     *
     * @param file gets the recording at its end
     * @throws IllegalStateException when there is a recording already
     */
    void start(Path file) throws IOException, ParseException {
        if (running.isPresent()) {
            throw new IllegalStateException("It is recording already");
        }
        Recording recording = new Recording(Configuration.getConfiguration("profile"));
        recording.enable("jdk.ExecutionSample").withPeriod(SAMPLES);
        recording.enable("jdk.ObjectAllocationSample");
        recording.start();
        running = Optional.of(new Running(recording, file));
    }

    /**
     * Ends the recording and writes it.
     *
     * @throws IllegalStateException when there is none
     */
    void stop() throws IOException {
        Running ending = running.orElseThrow(() -> new IllegalStateException("It is not recording"));
        running = Optional.empty();
        try (Recording recording = ending.recording()) {
            recording.stop();
            recording.dump(ending.file());
        }
    }
}
