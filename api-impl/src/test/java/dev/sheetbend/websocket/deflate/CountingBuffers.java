package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.spi.BufferSource;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes buffers of one size, whatever is asked for, so that a stage can be seen to work with tiny ones. */
final class CountingBuffers implements BufferSource {
    private static final byte GARBAGE = 0x5A;

    private final int size;
    private int outstanding;

    CountingBuffers() {
        this(DeflateStage.BUFFER_SIZE);
    }

    CountingBuffers(int size) {
        this.size = size;
    }

    @Override
    public ByteBuffer acquire(int atLeast) {
        outstanding++;
        var buffer = ByteBuffer.allocate(size);
        Arrays.fill(buffer.array(), GARBAGE);
        return buffer;
    }

    @Override
    public void release(ByteBuffer buffer) {
        assertThat(buffer.capacity()).isEqualTo(size);
        outstanding--;
        Arrays.fill(buffer.array(), GARBAGE);
    }

    int outstanding() {
        return outstanding;
    }
}
