package dev.sheetbend.websocket.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.FrameHeader;
import org.junit.jupiter.api.Test;

class DataFrameTest {
    @Test
    void isWhatItWasSetTo() {
        var frame = new DataFrame();
        assertThat(frame.set(true, false, true, DataFrame.RSV1 | DataFrame.RSV3, 70_000))
                .isSameAs(frame);
        assertThat(frame.text()).isTrue();
        assertThat(frame.first()).isFalse();
        assertThat(frame.last()).isTrue();
        assertThat(frame.rsv()).isEqualTo(DataFrame.RSV1 | DataFrame.RSV3);
        assertThat(frame.length()).isEqualTo(70_000);

        frame.set(false, true, false, 0, 0);
        assertThat(frame.text()).isFalse();
        assertThat(frame.first()).isTrue();
        assertThat(frame.last()).isFalse();
        assertThat(frame.rsv()).isZero();
        assertThat(frame.length()).isZero();
    }

    @Test
    void namesTheReservedBitsAsTheHeaderDoes() {
        assertThat(DataFrame.RSV1).isEqualTo(FrameHeader.RSV1);
        assertThat(DataFrame.RSV2).isEqualTo(FrameHeader.RSV2);
        assertThat(DataFrame.RSV3).isEqualTo(FrameHeader.RSV3);
    }

    @Test
    void setsAndClearsTheBitsThatAreNamedAndNoOther() {
        var frame = new DataFrame().set(true, true, true, DataFrame.RSV3, 1);
        frame.setBits(DataFrame.RSV1);
        assertThat(frame.rsv()).isEqualTo(DataFrame.RSV1 | DataFrame.RSV3);
        frame.setBits(DataFrame.RSV1);
        assertThat(frame.rsv()).isEqualTo(DataFrame.RSV1 | DataFrame.RSV3);
        frame.clearBits(DataFrame.RSV3 | DataFrame.RSV2);
        assertThat(frame.rsv()).isEqualTo(DataFrame.RSV1);
    }

    @Test
    void hasBitsWhenItHasAllOfThem() {
        var frame = new DataFrame().set(true, true, true, DataFrame.RSV1 | DataFrame.RSV2, 1);
        assertThat(frame.has(DataFrame.RSV1)).isTrue();
        assertThat(frame.has(DataFrame.RSV1 | DataFrame.RSV2)).isTrue();
        assertThat(frame.has(DataFrame.RSV2 | DataFrame.RSV3)).isFalse();
        assertThat(frame.has(DataFrame.RSV3)).isFalse();
    }

    @Test
    void forgetsItsLengthAndNothingElse() {
        var frame = new DataFrame().set(true, true, false, DataFrame.RSV2, 5);
        frame.forgetLength();
        assertThat(frame.length()).isEqualTo(DataFrame.UNKNOWN_LENGTH).isNegative();
        assertThat(frame.text()).isTrue();
        assertThat(frame.first()).isTrue();
        assertThat(frame.last()).isFalse();
        assertThat(frame.rsv()).isEqualTo(DataFrame.RSV2);
    }
}
