package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What came out of the extensions, and how it is framed where it stands. */
class EncodedFrameTest {
    private static final int KEY = 0x37FA213D;
    private static final int LARGEST_PIECE = 64 * 1024;

    private final BufferPool pool = new BufferPool(1 << 20);

    private EncodedFrame frame(byte[] payload, int slice) {
        var frame = new EncodedFrame(pool, true, FrameHeader.RSV1);
        byte[] source = payload.clone();
        int at = 0;
        do {
            int count = Math.min(slice, payload.length - at);
            frame.append(source, at, count);
            at += count;
        } while (at < payload.length);
        assertThat(source).isEqualTo(payload);
        return frame;
    }

    private static byte[] bytesOf(List<ByteBuffer> pieces) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.write(piece.array(), piece.position(), piece.remaining()));
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 1010, 1011, 8192, 65_521, 65_522, 65_523, 65_535, 65_536, 65_537, 307_200})
    void isFramedWhereItStandsForBothRoles(int length) {
        byte[] payload = Bytes.pattern(length);
        for (int slice : new int[] {Integer.MAX_VALUE, 4096, 1000}) {
            for (boolean masks : new boolean[] {false, true}) {
                EncodedFrame frame = frame(payload, slice);
                assertThat(frame.length()).isEqualTo(length);
                assertThat(bytesOf(frame.pieces())).isEqualTo(payload);
                byte[] copy = new byte[length + 2];
                frame.copyTo(copy, 1);
                assertThat(copy).isEqualTo(Bytes.concat(new byte[1], payload, new byte[1]));

                new WriteHalf(masks, () -> KEY).frameInPieces(Opcode.BINARY, frame.last(), frame.rsv(), frame.pieces());
                assertThat(bytesOf(frame.pieces()))
                        .isEqualTo(Wire.frameTo(masks ? Role.SERVER : Role.CLIENT, 0xC2, payload));
                frame.release();
                assertThat(pool.outstanding()).isZero();
            }
        }
    }

    @Test
    void masksAcrossPiecesThatEndInTheMiddleOfTheKey() {
        byte[] payload = Bytes.pattern(11);
        ByteBuffer first = ByteBuffer.allocate(20).position(14).limit(17);
        ByteBuffer second = ByteBuffer.allocate(9).position(2).limit(3);
        ByteBuffer third = ByteBuffer.allocate(7);
        int at = 0;
        for (ByteBuffer piece : List.of(first, second, third)) {
            piece.put(piece.position(), payload, at, piece.remaining());
            at += piece.remaining();
        }
        new WriteHalf(true, () -> KEY).frameInPieces(Opcode.TEXT, false, 0, List.of(first, second, third));
        assertThat(bytesOf(List.of(first, second, third))).isEqualTo(Wire.masked(0x01, payload));
    }

    @Test
    void isOneSmallPieceForASmallPayload() {
        EncodedFrame frame = frame(new byte[1], 1);
        assertThat(frame.pieces()).hasSize(1);
        assertThat(frame.pieces().get(0).position()).isEqualTo(FrameEncoder.MAX_HEADER);
        assertThat(frame.pieces().get(0).capacity()).isEqualTo(1024);
        frame.release();
    }

    @Test
    void hasAPieceEvenForNothingToPutAHeaderIn() {
        EncodedFrame frame = frame(new byte[0], 1);
        assertThat(frame.pieces()).hasSize(1);
        assertThat(frame.pieces().get(0).remaining()).isZero();
        frame.append(new byte[5], 5, 0);
        frame.append(Bytes.hex("0102"), 1, 1);
        assertThat(frame.pieces()).hasSize(1);
        assertThat(bytesOf(frame.pieces())).isEqualTo(Bytes.hex("02"));
        frame.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, Integer.MAX_VALUE})
    void growsWithWhatIsAppendedByPiecesThatThePoolKeeps(int slice) {
        EncodedFrame frame = frame(Bytes.pattern(307_200), slice);
        List<ByteBuffer> pieces = frame.pieces();
        assertThat(pieces).hasSizeLessThan(14);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.capacity()).isLessThanOrEqualTo(LARGEST_PIECE));
        assertThat(pieces.stream().mapToInt(ByteBuffer::capacity).sum()).isLessThan(2 * 307_200);
        frame.release();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void tellsItsFinalBitAndItsReservedBits() {
        var frame = new EncodedFrame(pool, false, FrameHeader.RSV2 | FrameHeader.RSV3);
        assertThat(frame.last()).isFalse();
        assertThat(frame.rsv()).isEqualTo(FrameHeader.RSV2 | FrameHeader.RSV3);
        assertThat(frame.length()).isZero();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void givesItsBuffersBackOnce() {
        EncodedFrame frame = frame(new byte[3000], 500);
        assertThat(pool.outstanding()).isPositive();
        frame.release();
        frame.release();
        assertThat(pool.outstanding()).isZero();
    }
}
