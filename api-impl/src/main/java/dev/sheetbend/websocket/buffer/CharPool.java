package dev.sheetbend.websocket.buffer;

import java.util.ArrayDeque;

/**
 * Lends arrays in which text is decoded. They all have one size; a larger one is made for its caller and not kept. Thread
 * safe.
 */
public final class CharPool {
    /** The length of what is kept, in characters. */
    public static final int KEPT_LENGTH = 32 * 1024;

    private final int most;
    /** Guarded by this. */
    private final ArrayDeque<char[]> kept = new ArrayDeque<>(0);

    /**
     * @param keptBytes how many bytes are kept at most; 0 keeps nothing
     */
    CharPool(int keptBytes) {
        this.most = keptBytes / (KEPT_LENGTH * Character.BYTES);
    }

    /**
     * An array with any content.
     *
     * @param atLeast its least length, 0 or more
     */
    public char[] acquire(int atLeast) {
        if (atLeast > KEPT_LENGTH) {
            return new char[atLeast];
        }
        synchronized (this) {
            char[] array = kept.pollLast();
            if (array != null) {
                return array;
            }
        }
        return new char[KEPT_LENGTH];
    }

    /** Takes back an array that {@link #acquire} gave; the caller must not touch it again. */
    public void release(char[] array) {
        if (array.length == KEPT_LENGTH) {
            synchronized (this) {
                if (kept.size() < most) {
                    kept.addLast(array);
                }
            }
        }
    }
}
