package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.2 to 5.7. Which headers are refused is the subject of {@link FrameProductTest}. */
class FrameParserTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "CLIENT, 81 05 48 65 6c 6c 6f, FIN 0 TEXT 5 48656c6c6f, -",
                "SERVER, 81 85 37 fa 21 3d 7f 9f 4d 51 58, FIN 0 TEXT 5 48656c6c6f, -",
                "CLIENT, 01 03 48 65 6c 80 02 6c 6f, 0 TEXT 3 48656c, FIN 0 CONTINUATION 2 6c6f",
                "CLIENT, 89 05 48 65 6c 6c 6f, FIN 0 PING 5 48656c6c6f, -",
                "SERVER, 8a 85 37 fa 21 3d 7f 9f 4d 51 58, FIN 0 PONG 5 48656c6c6f, -",
            })
    void readsTheExamplesOfTheRfc(Role role, String hex, String first, String second) {
        var expected = second == null ? List.of(first) : List.of(first, second);
        EverySplit.of(Bytes.hex(hex), split -> {
            var consumer = new RecordingConsumer();
            split.feed(new FrameParser(role, true, ReservedBits.NONE, consumer)::parse);
            assertThat(consumer.frames()).as("%s", split).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 255, 256})
    void readsEveryLengthUnderEverySplitForBothRoles(int length) {
        for (Role role : Role.values()) {
            EverySplit.of(frameAndPing(role, length), split -> {
                var consumer = new RecordingConsumer();
                split.feed(new FrameParser(role, true, ReservedBits.NONE, consumer)::parse);
                assertThat(consumer.frames()).as("%s", split).isEqualTo(expectedFrameAndPing(length));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 100_003})
    void readsLongFramesWithACutAtEachPlaceInTheHeaderForBothRoles(int length) {
        for (Role role : Role.values()) {
            byte[] wire = frameAndPing(role, length);
            for (int cut = 0; cut <= FrameEncoder.MAX_HEADER + 1; cut++) {
                var consumer = new RecordingConsumer();
                var parser = new FrameParser(role, true, ReservedBits.NONE, consumer);
                byte[] copy = wire.clone();
                parser.parse(copy, 0, cut);
                parser.parse(copy, cut, length / 2);
                parser.parse(copy, cut + length / 2, copy.length - cut - length / 2);
                assertThat(consumer.frames()).isEqualTo(expectedFrameAndPing(length));
            }
        }
    }

    @Test
    void whereNoMaskingWasNegotiatedAServerReadsUnmaskedFrames() {
        for (int length : new int[] {0, 5, 126, 256}) {
            byte[] wire = Bytes.concat(Wire.unmasked(0x82, Bytes.pattern(length)), Wire.unmasked(0x89, new byte[] {1}));
            EverySplit.of(wire, split -> {
                var consumer = new RecordingConsumer();
                split.feed(new FrameParser(Role.SERVER, false, ReservedBits.NONE, consumer)::parse);
                assertThat(consumer.frames()).as("%s", split).isEqualTo(expectedFrameAndPing(length));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, true, 05, A client must mask its frames.",
        "SERVER, false, 85, A client that has negotiated no-masking must not mask its frames.",
        "CLIENT, true, 85, A server must not mask its frames.",
        "CLIENT, false, 85, A server must not mask its frames.",
    })
    void refusesTheMaskBitThatWasNotAgreedOnAtTheByteItStandsIn(
            Role role, boolean clientMasks, String secondByte, String message) {
        for (String firstByte : List.of("01", "82", "88", "89", "8a")) {
            var consumer = new RecordingConsumer();
            var parser = new FrameParser(role, clientMasks, ReservedBits.NONE, consumer);
            parser.parse(Bytes.hex(firstByte), 0, 1);
            assertThatThrownBy(() -> parser.parse(Bytes.hex(secondByte), 0, 1))
                    .isInstanceOfSatisfying(
                            WebSocketFailure.class,
                            failure -> assertThat(failure.closeCode()).isEqualTo(1002))
                    .hasMessage(message);
            assertThat(parser.isStopped()).isTrue();
            assertThat(consumer.frames()).isEmpty();
        }
    }

    private static byte[] frameAndPing(Role role, int length) {
        return Bytes.concat(Wire.frameTo(role, 0x82, Bytes.pattern(length)), Wire.frameTo(role, 0x89, "01"));
    }

    private static List<String> expectedFrameAndPing(int length) {
        return List.of(
                "FIN 0 BINARY " + length + " " + Bytes.toHex(Bytes.pattern(length), 0, length), "FIN 0 PING 1 01");
    }

    @ParameterizedTest
    @EnumSource
    void fillsInTheHeader(Role role) {
        byte[] wire = Wire.frameTo(role, 0x92, Bytes.pattern(300));
        var headers = new ArrayList<String>();
        var parser = new FrameParser(role, true, opcode -> FrameHeader.RSV3, new FrameConsumer() {
            @Override
            public void frameHeader(FrameHeader header) {
                headers.add(header.fin() + " " + header.rsv() + " " + header.opcode() + " " + header.masked() + " "
                        + Integer.toHexString(header.maskKey()) + " " + header.payloadLength());
            }

            @Override
            public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {}
        });
        parser.parse(wire.clone(), 0, wire.length);
        EverySplit.byteByByte(wire).feed(parser::parse);
        String expected = "true 1 BINARY " + (role == Role.SERVER ? "true 37fa213d" : "false 0") + " 300";
        assertThat(headers).containsExactly(expected, expected);
    }

    @Test
    void passesTheSliceOfTheCallersArrayItself() {
        byte[] wire = Bytes.hex("82 85 37 fa 21 3d 7f 9f 4d 51 58");
        var arrays = new ArrayList<byte[]>();
        new FrameParser(Role.SERVER, true, ReservedBits.NONE, new FrameConsumer() {
                    @Override
                    public void frameHeader(FrameHeader header) {}

                    @Override
                    public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
                        assertThat(offset).isEqualTo(6);
                        assertThat(length).isEqualTo(5);
                        arrays.add(array);
                    }
                })
                .parse(wire, 0, wire.length);
        assertThat(arrays).hasSize(1);
        assertThat(arrays.get(0)).isSameAs(wire);
        assertThat(Bytes.toHex(wire, 6, 5)).isEqualTo("48656c6c6f");
    }

    /** Notes what remains at each call, and does one thing at the first call of one kind. */
    private static final class Probe implements FrameConsumer {
        private final List<String> calls = new ArrayList<>();
        private FrameParser parser;
        private Runnable atHeader = () -> {};
        private Runnable atPayload = () -> {};

        @Override
        public void frameHeader(FrameHeader header) {
            calls.add("header " + parser.remaining());
            atHeader.run();
        }

        @Override
        public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
            calls.add("payload " + parser.remaining());
            atPayload.run();
        }
    }

    private static Probe probe() {
        var probe = new Probe();
        probe.parser = new FrameParser(Role.CLIENT, true, ReservedBits.NONE, probe);
        return probe;
    }

    @Test
    void tellsHowMuchRemainsBehindTheCurrentFrame() {
        var probe = probe();
        byte[] wire = Bytes.hex("8900 8102 4142 8201 00");
        probe.parser.parse(wire, 0, wire.length);
        assertThat(probe.calls)
                .containsExactly("header 7", "payload 7", "header 3", "payload 3", "header 0", "payload 0");
        assertThat(probe.parser.remaining()).isZero();
    }

    @Test
    void nothingRemainsBehindAFrameThatGoesOnBeyondTheArray() {
        var probe = probe();
        byte[] wire = Bytes.hex("8203 00 01 02 8900");
        probe.parser.parse(wire, 0, 4);
        assertThat(probe.parser.remaining()).isZero();
        probe.parser.parse(wire, 4, 3);
        assertThat(probe.calls).containsExactly("header 0", "payload 0", "payload 2", "header 0", "payload 0");
    }

    @Test
    void ignoresEverythingAfterItWasStoppedAtAPayload() {
        var probe = probe();
        probe.atPayload = probe.parser::stop;
        byte[] wire = Bytes.hex("8900 8900");
        probe.parser.parse(wire, 0, wire.length);
        probe.parser.parse(wire, 0, wire.length);
        assertThat(probe.calls).containsExactly("header 2", "payload 2");
        assertThat(probe.parser.isStopped()).isTrue();
    }

    @Test
    void ignoresEverythingAfterItWasStoppedAtAHeader() {
        for (String hex : List.of("8900 8900", "890101 8900")) {
            var probe = probe();
            probe.atHeader = probe.parser::stop;
            byte[] wire = Bytes.hex(hex);
            probe.parser.parse(wire, 0, wire.length);
            assertThat(probe.calls).containsExactly("header 2");
        }
    }

    @Test
    void nothingRemainsOnceItIsStopped() {
        var probe = probe();
        probe.atPayload = () -> {
            probe.parser.stop();
            assertThat(probe.parser.remaining()).isZero();
        };
        byte[] wire = Bytes.hex("8900 8900");
        probe.parser.parse(wire, 0, wire.length);
        assertThat(probe.calls).hasSize(2);
    }

    @Test
    void ignoresEverythingAfterAFailureOfItsOwn() {
        var probe = probe();
        byte[] wire = Bytes.hex("8b00 8900");
        assertThatThrownBy(() -> probe.parser.parse(wire, 0, wire.length))
                .isInstanceOf(WebSocketFailure.class)
                .hasMessage("The opcode 0xb is reserved.");
        probe.parser.parse(wire, 2, 2);
        assertThat(probe.calls).isEmpty();
        assertThat(probe.parser.isStopped()).isTrue();
    }

    @Test
    void ignoresEverythingAfterAFailureOfItsConsumer() {
        var probe = probe();
        probe.atPayload = () -> {
            throw new IllegalStateException("consumer");
        };
        byte[] wire = Bytes.hex("8900 8900");
        assertThatThrownBy(() -> probe.parser.parse(wire, 0, wire.length)).hasMessage("consumer");
        probe.parser.parse(wire, 2, 2);
        assertThat(probe.calls).hasSize(2);
    }

    @Test
    void refusesASliceOutsideOfItsArray() {
        var probe = probe();
        assertThatThrownBy(() -> probe.parser.parse(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(probe.parser.isStopped()).isFalse();
    }
}
