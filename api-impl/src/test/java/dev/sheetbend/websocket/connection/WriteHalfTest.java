package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5 and 6.1: what the two ends send. */
class WriteHalfTest {
    private static final int KEY = 0x37FA213D;

    private static WriteHalf server() {
        return new WriteHalf(false, () -> {
            throw new AssertionError("A server needs no masking key.");
        });
    }

    private static WriteHalf client() {
        return new WriteHalf(true, () -> KEY);
    }

    private static WriteHalf of(Role role) {
        return role == Role.SERVER ? server() : client();
    }

    private static byte[] framed(WriteHalf half, Opcode kind, boolean last, byte[] payload) {
        byte[] array = new byte[payload.length + 30];
        System.arraycopy(payload, 0, array, 20, payload.length);
        int start = half.frameInPlace(kind, last, 0, array, 20, payload.length);
        for (int i = 0; i < array.length; i++) {
            if (i < start || i >= 20 + payload.length) {
                assertThat(array[i]).as("byte " + i + " around the frame").isZero();
            }
        }
        return Arrays.copyOfRange(array, start, 20 + payload.length);
    }

    /** The same frame as the other end's tests build it. */
    private static byte[] expected(Role sender, int firstByte, byte[] payload) {
        return Wire.frameTo(sender == Role.SERVER ? Role.CLIENT : Role.SERVER, firstByte, payload);
    }

    @Test
    void framesTheExamplesOfTheRfc() {
        byte[] hello = Bytes.utf8("Hello");
        assertThat(framed(server(), Opcode.TEXT, true, hello)).isEqualTo(Bytes.hex("81 05 48656c6c6f"));
        assertThat(framed(client(), Opcode.TEXT, true, hello)).isEqualTo(Bytes.hex("81 85 37fa213d 7f9f4d5158"));
        var fragmenting = server();
        assertThat(framed(fragmenting, Opcode.TEXT, false, Bytes.utf8("Hel"))).isEqualTo(Bytes.hex("01 03 48656c"));
        assertThat(framed(fragmenting, Opcode.TEXT, true, Bytes.utf8("lo"))).isEqualTo(Bytes.hex("80 02 6c6f"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 125, 126, 127, 65_535, 65_536, 65_537})
    void framesEveryLengthInPlaceForBothRoles(int length) {
        byte[] payload = Bytes.pattern(length);
        for (Role role : Role.values()) {
            assertThat(framed(of(role), Opcode.BINARY, true, payload)).isEqualTo(expected(role, 0x82, payload));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 125, 126, 65_535, 65_536, 1L << 40})
    void writesOnlyTheHeaderForAServer(long length) {
        byte[] array = new byte[20];
        int headerLength = server().dataHeader(Opcode.BINARY, true, length, array, 3);
        assertThat(Arrays.copyOfRange(array, 3, 3 + headerLength)).isEqualTo(Wire.start(0x82, 0, length));
    }

    @Test
    void writesNoHeaderAloneForAClient() {
        assertThatThrownBy(() -> client().dataHeader(Opcode.TEXT, true, 1, new byte[14], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Who masks has to mask the payload as well.");
    }

    @Test
    void namesTheKindInTheFirstFrameOfAMessageOnly() {
        var half = server();
        byte[] none = {};
        assertThat(half.messageInProgress()).isFalse();
        assertThat(framed(half, Opcode.BINARY, false, none)).isEqualTo(Bytes.hex("0200"));
        assertThat(half.messageInProgress()).isTrue();
        assertThat(framed(half, Opcode.BINARY, false, none)).isEqualTo(Bytes.hex("0000"));
        byte[] header = new byte[2];
        assertThat(half.dataHeader(Opcode.BINARY, true, 5, header, 0)).isEqualTo(2);
        assertThat(header).isEqualTo(Bytes.hex("8005"));
        assertThat(half.messageInProgress()).isFalse();
        assertThat(framed(half, Opcode.TEXT, true, none)).isEqualTo(Bytes.hex("8100"));
    }

    @Test
    void refusesAMessageOfTheOtherKindInsideOfAMessage() {
        var half = server();
        framed(half, Opcode.TEXT, false, new byte[1]);
        assertThatThrownBy(() -> framed(half, Opcode.BINARY, true, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A message of the other kind is in progress.");
        assertThat(framed(half, Opcode.TEXT, true, new byte[0])).isEqualTo(Bytes.hex("8000"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTINUATION", "CLOSE", "PING", "PONG"})
    void aMessageIsTextOrBinary(Opcode opcode) {
        assertThatThrownBy(() -> framed(server(), opcode, true, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A message is text or binary, not " + opcode + ".");
    }

    @Test
    void framesInPiecesAsItDoesInPlaceAndCountsThemAsFramesOfTheMessage() {
        var half = server();
        ByteBuffer only = ByteBuffer.allocate(20).position(14).limit(16);
        half.frameInPieces(Opcode.TEXT, false, FrameHeader.RSV1, List.of(only));
        assertThat(Arrays.copyOfRange(only.array(), only.position(), only.limit()))
                .isEqualTo(Bytes.hex("4102 0000"));
        assertThat(half.messageInProgress()).isTrue();
        ByteBuffer next = ByteBuffer.allocate(14).position(14);
        half.frameInPieces(Opcode.TEXT, true, 0, List.of(next));
        assertThat(Arrays.copyOfRange(next.array(), next.position(), next.limit()))
                .isEqualTo(Bytes.hex("8000"));
        assertThat(half.messageInProgress()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void framesNothingInPiecesThatMustNotBeSent(Role role) {
        var half = of(role);
        framed(half, Opcode.TEXT, false, new byte[1]);
        ByteBuffer piece = ByteBuffer.allocate(15).position(14);
        assertThatThrownBy(() -> half.frameInPieces(Opcode.BINARY, true, 0, List.of(piece)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A message of the other kind is in progress.");
        half.close(1000, "", new byte[20], 0);
        assertThatThrownBy(() -> half.frameInPieces(Opcode.TEXT, true, 0, List.of(piece)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No data may follow a Close frame.");
        assertThat(piece.position()).isEqualTo(14);
        assertThat(piece.array()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void writesTheReservedBitsOfAFrame(Role role) {
        for (int rsv = 0; rsv <= 7; rsv++) {
            byte[] array = new byte[FrameEncoder.MAX_HEADER + 3];
            int start = of(role).frameInPlace(Opcode.BINARY, true, rsv, array, FrameEncoder.MAX_HEADER, 3);
            assertThat(Arrays.copyOfRange(array, start, array.length))
                    .isEqualTo(expected(role, 0x82 | rsv << 4, new byte[3]));
        }
    }

    @Test
    void takesANewMaskingKeyForEachFrame() {
        var keys = new ArrayDeque<>(List.of(0x01020304, 0x05060708, 0x090A0B0C));
        var half = new WriteHalf(true, keys::remove);
        byte[] zeros = new byte[4];
        assertThat(framed(half, Opcode.BINARY, true, zeros)).isEqualTo(Bytes.hex("8284 01020304 01020304"));
        byte[] ping = new byte[10];
        assertThat(half.ping(zeros, 0, 4, ping, 0)).isEqualTo(10);
        assertThat(ping).isEqualTo(Bytes.hex("8984 05060708 05060708"));
        assertThat(framed(half, Opcode.BINARY, true, zeros)).isEqualTo(Bytes.hex("8284 090a0b0c 090a0b0c"));
    }

    @ParameterizedTest
    @EnumSource
    void writesControlFrames(Role role) {
        for (int length : new int[] {0, 1, 124, 125}) {
            byte[] payload = Bytes.pattern(length);
            byte[] source = Bytes.concat(new byte[2], payload, new byte[2]);
            byte[] array = new byte[FrameEncoder.MAX_CONTROL_FRAME + 1];
            int pingLength = of(role).ping(source, 2, length, array, 1);
            assertThat(Arrays.copyOfRange(array, 1, 1 + pingLength)).isEqualTo(expected(role, 0x89, payload));
            int pongLength = of(role).pong(source, 2, length, array, 1);
            assertThat(Arrays.copyOfRange(array, 1, 1 + pongLength)).isEqualTo(expected(role, 0x8A, payload));
            assertThat(source).isEqualTo(Bytes.concat(new byte[2], payload, new byte[2]));
        }
    }

    @Test
    void refusesAControlFrameOfMoreThan125Bytes() {
        assertThatThrownBy(() -> server().ping(new byte[126], 0, 126, new byte[200], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The payload of a control frame must not exceed 125 bytes.");
    }

    @ParameterizedTest
    @EnumSource
    void writesCloseFrames(Role role) {
        byte[] array = new byte[FrameEncoder.MAX_CONTROL_FRAME];
        int length = of(role).close(1001, "gone", array, 0);
        assertThat(Arrays.copyOf(array, length)).isEqualTo(expected(role, 0x88, Bytes.hex("03e9 676f6e65")));
        length = of(role).close(1005, "never sent", array, 0);
        assertThat(Arrays.copyOf(array, length)).isEqualTo(expected(role, 0x88, new byte[0]));
        length = of(role).close(1000, "a".repeat(200), array, 0);
        assertThat(length).isEqualTo(role == Role.SERVER ? 127 : 131);
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoDataAndNoSecondCloseFrameAfterACloseFrame(Role role) {
        var half = of(role);
        assertThat(half.closeFramed()).isFalse();
        half.close(1000, "", new byte[20], 0);
        assertThat(half.closeFramed()).isTrue();
        assertThatThrownBy(() -> framed(half, Opcode.TEXT, true, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No data may follow a Close frame.");
        assertThatThrownBy(() -> half.close(1000, "", new byte[20], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A connection has one Close frame.");
    }

    @Test
    void answersAPingAfterACloseFrame() {
        // RFC 6455, 5.5.2: a Pong is owed until the peer's Close frame has arrived.
        var half = server();
        half.close(1000, "", new byte[20], 0);
        assertThat(half.pong(new byte[0], 0, 0, new byte[2], 0)).isEqualTo(2);
    }

    @Test
    void aCloseFrameThatCouldNotBeWrittenLeavesTheHalfOpen() {
        var half = server();
        assertThatThrownBy(() -> half.close(1006, "", new byte[20], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> half.close(1000, "", new byte[3], 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(half.closeFramed()).isFalse();
        assertThat(framed(half, Opcode.TEXT, true, new byte[0])).isEqualTo(Bytes.hex("8100"));
    }

    @Test
    void refusesArraysWithoutRoomAndStaysAsItWas() {
        var half = server();
        assertThatThrownBy(() -> half.frameInPlace(Opcode.TEXT, false, 0, new byte[4], 1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("No room for a header in front of index 1.");
        assertThatThrownBy(() -> half.frameInPlace(Opcode.TEXT, false, 0, new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> half.dataHeader(Opcode.TEXT, false, 126, new byte[4], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> half.ping(new byte[3], 0, 3, new byte[4], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> half.ping(new byte[3], 1, 3, new byte[9], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(half.messageInProgress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 123, 125",
        "1000, 124, 125",
        "1000, 500, 125",
        "4999, 0, 2",
    })
    void cutsAReasonAt123Bytes(int code, int reasonLength, int expectedLength) {
        byte[] payload = new byte[125];
        assertThat(WriteHalf.closePayload(code, "a".repeat(reasonLength), payload, 0))
                .isEqualTo(expectedLength);
        assertThat((payload[0] << 8) | (payload[1] & 0xFF)).isEqualTo(code);
        assertThat(payload).endsWith(new byte[125 - expectedLength]);
    }

    @Test
    void cutsAReasonAtTheEndOfACharacter() {
        for (String character : List.of("\u00E9", "\u20AC", "\uD83D\uDE00")) {
            int characterLength = Bytes.utf8(character).length;
            for (int before = 119; before <= 124; before++) {
                String reason = "a".repeat(before) + character + "b";
                int whole = before + characterLength <= 123 ? before + characterLength : Math.min(before, 123);
                if (before + characterLength < 123) {
                    whole++;
                }
                byte[] payload = new byte[125];
                assertThat(WriteHalf.closePayload(1000, reason, payload, 0)).isEqualTo(2 + whole);
                assertThat(Arrays.copyOfRange(payload, 2, 2 + whole))
                        .isEqualTo(Arrays.copyOf(Bytes.utf8(reason), whole));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1006, 1015, 2999, 5000})
    void refusesACodeThatMustNotBeSent(int code) {
        assertThatThrownBy(() -> WriteHalf.closePayload(code, "", new byte[125], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The close code " + code + " must not be sent.");
    }

    @Test
    void writesAnEmptyClosePayloadForTheCodeThatStandsForNone() {
        assertThat(WriteHalf.closePayload(1005, "ignored", new byte[0], 0)).isZero();
    }
}
