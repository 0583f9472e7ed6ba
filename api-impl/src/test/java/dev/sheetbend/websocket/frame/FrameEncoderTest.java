package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, 5.2. */
class FrameEncoderTest {
    private static final int KEY = 0x37FA213D;

    @ParameterizedTest
    @CsvSource({
        "0, 8100, 8180",
        "1, 8101, 8181",
        "125, 817d, 81fd",
        "126, 817e007e, 81fe007e",
        "65535, 817effff, 81feffff",
        "65536, 817f0000000000010000, 81ff0000000000010000",
        "9223372036854775807, 817f7fffffffffffffff, 81ff7fffffffffffffff",
    })
    void writesEachLengthInItsShortestForm(long payloadLength, String unmaskedHex, String maskedHex) {
        byte[] unmasked = Bytes.hex(unmaskedHex);
        byte[] masked = Bytes.concat(Bytes.hex(maskedHex), Wire.KEY);
        assertThat(FrameEncoder.headerLength(payloadLength, false)).isEqualTo(unmasked.length);
        assertThat(FrameEncoder.headerLength(payloadLength, true)).isEqualTo(masked.length);

        byte[] array = new byte[40];
        assertThat(FrameEncoder.writeHeader(array, 3, true, 0, Opcode.TEXT, payloadLength))
                .isEqualTo(3 + unmasked.length);
        assertOnly(array, 3, unmasked);

        array = new byte[40];
        assertThat(FrameEncoder.writeMaskedHeader(array, 3, true, 0, Opcode.TEXT, payloadLength, KEY))
                .isEqualTo(3 + masked.length);
        assertOnly(array, 3, masked);

        array = new byte[40];
        assertThat(FrameEncoder.writeHeaderBefore(array, 20, true, 0, Opcode.TEXT, payloadLength))
                .isEqualTo(20 - unmasked.length);
        assertOnly(array, 20 - unmasked.length, unmasked);

        array = new byte[40];
        assertThat(FrameEncoder.writeMaskedHeaderBefore(array, 20, true, 0, Opcode.TEXT, payloadLength, KEY))
                .isEqualTo(20 - masked.length);
        assertOnly(array, 20 - masked.length, masked);
    }

    private static void assertOnly(byte[] array, int index, byte[] expected) {
        byte[] all = new byte[array.length];
        System.arraycopy(expected, 0, all, index, expected.length);
        assertThat(array).isEqualTo(all);
    }

    @Test
    void putsFinReservedBitsAndOpcodeIntoTheFirstByte() {
        byte[] array = new byte[2];
        for (Opcode opcode : Opcode.values()) {
            for (int rsv = 0; rsv < 8; rsv++) {
                FrameEncoder.writeHeader(array, 0, true, rsv, opcode, 0);
                assertThat(array[0]).isEqualTo((byte) (0x80 + 16 * rsv + opcode.code()));
                FrameEncoder.writeHeader(array, 0, false, rsv, opcode, 0);
                assertThat(array[0]).isEqualTo((byte) (16 * rsv + opcode.code()));
            }
        }
    }

    @Test
    void theLongestHeaderHasFourteenBytes() {
        assertThat(FrameEncoder.headerLength(Long.MAX_VALUE, true)).isEqualTo(FrameEncoder.MAX_HEADER);
        assertThat(FrameEncoder.headerLength(FrameEncoder.MAX_CONTROL_PAYLOAD, true) + FrameEncoder.MAX_CONTROL_PAYLOAD)
                .isEqualTo(FrameEncoder.MAX_CONTROL_FRAME);
    }

    @Test
    void refusesToWriteOutsideOfTheArray() {
        byte[] array = new byte[13];
        Arrays.fill(array, (byte) 1);
        assertThatThrownBy(() -> FrameEncoder.writeMaskedHeader(array, 0, true, 0, Opcode.BINARY, 65536, KEY))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FrameEncoder.writeHeaderBefore(array, 1, true, 0, Opcode.BINARY, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
