package dev.sheetbend.websocket.cdi;

/**
 * An instance, and what ends it.
 *
 * @param ending has it destroyed with all that was made for it, or does nothing where the instance is not ours
 */
record Made<T>(T instance, Runnable ending) {}
