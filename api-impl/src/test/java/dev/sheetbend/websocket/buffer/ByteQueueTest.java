package dev.sheetbend.websocket.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteQueueTest {
    private final BufferPool pool = new BufferPool(1 << 20);
    private final ByteQueue queue = new ByteQueue(pool);

    @AfterEach
    void everyBufferIsBackAfterClear() {
        queue.clear();
        assertThat(queue.size()).isZero();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void holdsNoBufferWhileItIsEmpty() {
        queue.append(new byte[5], 5, 0);
        assertThat(queue.size()).isZero();
        assertThat(queue.toByteArray()).isEmpty();
        assertThat(queue.contiguousArray()).isEmpty();
        assertThat(pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1023, 1024, 1025, 65_535, 65_536, 65_537, 200_000})
    void givesBackWhatWasAppendedInOnePiece(int size) {
        byte[] bytes = Bytes.pattern(size);
        queue.append(bytes, 0, size);
        assertThat(queue.size()).isEqualTo(size);
        assertThat(queue.toByteArray()).isEqualTo(bytes);
        assertThat(Arrays.copyOf(queue.contiguousArray(), size)).isEqualTo(bytes);
        assertThat(pool.outstanding()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 1024, 9_999, 65_536})
    void givesBackWhatWasAppendedInPieces(int piece) {
        byte[] bytes = Bytes.pattern(150_000);
        for (int offset = 0; offset < bytes.length; offset += piece) {
            queue.append(bytes, offset, Math.min(piece, bytes.length - offset));
        }
        assertThat(queue.size()).isEqualTo(bytes.length);
        assertThat(queue.toByteArray()).isEqualTo(bytes);
        byte[] target = new byte[bytes.length + 5];
        queue.copyTo(target, 5);
        assertThat(Arrays.copyOfRange(target, 5, target.length)).isEqualTo(bytes);
        assertThat(Arrays.copyOf(queue.contiguousArray(), bytes.length)).isEqualTo(bytes);
    }

    @Test
    void takesMoreAfterItWasMadeContiguous() {
        byte[] bytes = Bytes.pattern(5000);
        queue.append(bytes, 0, 1024);
        queue.append(bytes, 1024, 1000);
        queue.contiguousArray();
        queue.append(bytes, 2024, 2976);
        assertThat(queue.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void isContiguousWithoutACopyWhileItIsOneChunk() {
        queue.append(Bytes.pattern(1000), 0, 1000);
        byte[] array = queue.contiguousArray();
        assertThat(queue.contiguousArray()).isSameAs(array);
    }

    @Test
    void holdsLittleMoreThanItsContentWhileItGrows() {
        byte[] bytes = Bytes.pattern(10);
        for (int i = 0; i < 100; i++) {
            queue.append(bytes, 0, bytes.length);
        }
        assertThat(pool.outstanding()).isEqualTo(1);
        queue.append(new byte[25], 0, 25);
        assertThat(pool.outstanding()).isEqualTo(2);
    }

    @Test
    void canBeUsedAgainAfterClear() {
        queue.append(Bytes.pattern(3000), 0, 3000);
        queue.clear();
        assertThat(pool.outstanding()).isZero();
        queue.append(Bytes.pattern(3), 0, 3);
        assertThat(queue.toByteArray()).isEqualTo(Bytes.pattern(3));
    }

    @Test
    void refusesSlicesOutsideOfTheirArrayAndTargetsThatAreTooSmall() {
        assertThatThrownBy(() -> queue.append(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        queue.append(new byte[4], 0, 4);
        assertThatThrownBy(() -> queue.copyTo(new byte[4], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
