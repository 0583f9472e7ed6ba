package dev.sheetbend.websocket.tck;

/** Sees to it that processes do not outlive the tests that have started them. Any thread may call. */
public final class Processes {
    private Processes() {}

    /**
     * Has a process end, with all that it has started, at the latest when this JVM ends: also by a signal, if not by one
     * that cannot be caught.
     *
     * @return the process
     */
    public static Process guarded(Process process) {
        Thread hook = new Thread(() -> kill(process), "end of " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
        process.onExit().thenRun(() -> forget(hook));
        return process;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook has run.
        }
    }

    /** Ends a process and all that it has started, without asking. */
    public static void kill(Process process) {
        // Its descendants first: they cannot be found any more when it has gone.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
