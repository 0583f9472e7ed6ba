package dev.sheetbend.websocket.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {
    @Test
    void keepsAFewArraysOfCharacters() {
        CharPool chars = new BufferPool(2 * CharPool.KEPT_LENGTH).chars();
        char[] first = chars.acquire(0);
        char[] second = chars.acquire(CharPool.KEPT_LENGTH);
        assertThat(first).hasSize(CharPool.KEPT_LENGTH);
        assertThat(second).hasSize(CharPool.KEPT_LENGTH).isNotSameAs(first);
        chars.release(first);
        chars.release(second);
        assertThat(chars.acquire(1)).isSameAs(first);
        assertThat(chars.acquire(1)).isNotSameAs(second);
    }

    @Test
    void keepsNoArrayOfCharactersThatIsLongerThanTheOthers() {
        CharPool chars = new BufferPool(1 << 20).chars();
        char[] longer = chars.acquire(CharPool.KEPT_LENGTH + 1);
        assertThat(longer).hasSize(CharPool.KEPT_LENGTH + 1);
        chars.release(longer);
        assertThat(chars.acquire(CharPool.KEPT_LENGTH + 1)).isNotSameAs(longer);
    }

    private final BufferPool pool = new BufferPool(64 * 1024);

    @AfterEach
    void everyBufferIsBack() {
        assertThat(pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1024",
        "1, 1024",
        "1024, 1024",
        "1025, 2048",
        "16384, 16384",
        "16385, 32768",
        "65536, 65536",
        "65537, 65537",
        "100000, 100000"
    })
    void lendsTheNextPowerOfTwoAndExactSizesAboveTheLargest(int wanted, int capacity) {
        var buffer = pool.acquire(wanted);
        assertThat(buffer.capacity()).isEqualTo(capacity);
        assertThat(buffer.hasArray()).isTrue();
        assertThat(buffer.arrayOffset()).isZero();
        pool.release(buffer);
    }

    @Test
    void lendsAReturnedBufferAgainAndCleared() {
        var buffer = pool.acquire(2048);
        buffer.position(7).limit(9);
        pool.release(buffer);
        var again = pool.acquire(2048);
        assertThat(again.array()).isSameAs(buffer.array());
        assertThat(again.position()).isZero();
        assertThat(again.limit()).isEqualTo(2048);
        pool.release(again);
    }

    @Test
    void keepsNoMoreThanItsBoundPerSize() {
        var first = pool.acquire(64 * 1024);
        var second = pool.acquire(64 * 1024);
        pool.release(first);
        pool.release(second);
        var kept = pool.acquire(64 * 1024);
        var fresh = pool.acquire(64 * 1024);
        assertThat(kept.array()).isSameAs(first.array());
        assertThat(fresh.array()).isNotSameAs(second.array());
        pool.release(kept);
        pool.release(fresh);
    }

    @Test
    void keepsNothingWhenItsBoundIsZero() {
        var none = new BufferPool(0);
        var buffer = none.acquire(1024);
        none.release(buffer);
        var fresh = none.acquire(1024);
        assertThat(fresh.array()).isNotSameAs(buffer.array());
        assertThat(none.outstanding()).isEqualTo(1);
        none.release(fresh);
        assertThat(none.outstanding()).isZero();
    }

    @Test
    void doesNotKeepABufferLargerThanItsLargestSize() {
        var buffer = pool.acquire(70_000);
        pool.release(buffer);
        var fresh = pool.acquire(70_000);
        assertThat(fresh.array()).isNotSameAs(buffer.array());
        pool.release(fresh);
    }

    @Test
    void doesNotKeepABufferOfAnotherSizeThanItLends() {
        pool.acquire(1500);
        var foreign = java.nio.ByteBuffer.allocate(1500);
        pool.release(foreign);
        var buffer = pool.acquire(1500);
        assertThat(buffer.capacity()).isEqualTo(2048);
        pool.release(buffer);
    }
}
