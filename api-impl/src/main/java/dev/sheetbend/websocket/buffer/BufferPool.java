package dev.sheetbend.websocket.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lends heap buffers of 1 KiB to 64 KiB in powers of two; a larger one is made for its caller and not kept. What the
 * pool keeps is bounded per size, so that a burst leaves no more than that behind. Thread safe.
 */
public final class BufferPool {
    /** What one read from a transport asks for, in bytes. */
    public static final int READ_SIZE = 16 * 1024;

    private static final int SMALLEST_SHIFT = 10;
    private static final int LARGEST_SHIFT = 16;

    /** The capacity of the largest buffers that are kept, in bytes. */
    public static final int LARGEST = 1 << LARGEST_SHIFT;

    private final SizeClass[] classes = new SizeClass[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
    /** Every write of every session counts here. */
    private final LongAdder outstanding = new LongAdder();

    private final CharPool chars;

    /**
     * @param keptPerSize how many bytes of each size are kept at most; 0 keeps nothing
     */
    public BufferPool(int keptPerSize) {
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new SizeClass(keptPerSize >> (SMALLEST_SHIFT + i));
        }
        chars = new CharPool(keptPerSize);
    }

    /**
     * A cleared heap buffer with array offset 0.
     *
     * @param atLeast its least capacity in bytes, 0 or more
     */
    public ByteBuffer acquire(int atLeast) {
        outstanding.increment();
        int index = classIndex(atLeast);
        if (index >= classes.length) {
            return ByteBuffer.allocate(atLeast);
        }
        ByteBuffer kept = classes[index].take();
        return kept != null ? kept : ByteBuffer.allocate(1 << (SMALLEST_SHIFT + index));
    }

    /** Takes back a buffer that {@link #acquire} gave; the caller must not touch it again. */
    public void release(ByteBuffer buffer) {
        outstanding.decrement();
        int index = classIndex(buffer.capacity());
        if (index < classes.length && buffer.capacity() == 1 << (SMALLEST_SHIFT + index)) {
            classes[index].put(buffer.clear());
        }
    }

    /** How many buffers are lent out now. */
    public long outstanding() {
        return outstanding.sum();
    }

    /** Where text is decoded; what it keeps is bounded as for one size of buffers. */
    public CharPool chars() {
        return chars;
    }

    private static int classIndex(int size) {
        return size <= 1 << SMALLEST_SHIFT ? 0 : 32 - Integer.numberOfLeadingZeros(size - 1) - SMALLEST_SHIFT;
    }

    private static final class SizeClass {
        private final int most;
        private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

        SizeClass(int most) {
            this.most = most;
        }

        synchronized ByteBuffer take() {
            return kept.pollLast();
        }

        synchronized void put(ByteBuffer buffer) {
            if (kept.size() < most) {
                kept.addLast(buffer);
            }
        }
    }
}
