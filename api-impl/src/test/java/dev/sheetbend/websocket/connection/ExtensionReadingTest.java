package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.connection.ReceivingEnd.Mode;
import dev.sheetbend.websocket.extension.ToyExtension;
import dev.sheetbend.websocket.extension.ToyExtension.Passing;
import dev.sheetbend.websocket.extension.ToyStages;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Wire;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.FrameStage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is received, on its way through the extensions. */
class ExtensionReadingTest {
    private static final String NO_MEANING = "failure 1002 A reserved bit is set that no extension gives a meaning to.";

    private final List<String> log = new ArrayList<>();

    private ToyExtension passing(String name) {
        return new ToyExtension(name).inbound((next, buffers) -> new Passing(name, next, log));
    }

    private static ReceivingEnd end(Role role, Mode mode, long limit, ExtensionAgreement... agreements) {
        return new ReceivingEnd(role, mode, limit, ToyExtension.stackOf(agreements));
    }

    private static ReceivingEnd client(ExtensionAgreement... agreements) {
        return end(Role.CLIENT, Mode.WHOLE, Long.MAX_VALUE, agreements);
    }

    /** Every split of a wire leads to the same events, with both roles and both kinds of sinks. */
    private static void check(String hex, String... events) {
        check(Long.MAX_VALUE, hex, events);
    }

    private static void check(long limit, String hex, String... events) {
        for (Role role : Role.values()) {
            byte[] wire = masked(role, Bytes.hex(hex));
            for (Mode mode : Mode.values()) {
                EverySplit.of(wire, split -> {
                    var end = end(role, mode, limit, ToyStages.inverting(), ToyStages.turning(), ToyStages.cutting(1));
                    split.feed(end::receive);
                    assertThat(end.events).as("%s", split).containsExactly(events);
                    end.releaseAndCheckThatNothingIsHeld();
                });
            }
        }
    }

    /** The same frames as a server gets them; all of them are short. */
    private static byte[] masked(Role receiver, byte[] frames) {
        byte[] wire = {};
        for (int at = 0; at < frames.length; at += 2 + frames[at + 1]) {
            byte[] payload = new byte[frames[at + 1]];
            System.arraycopy(frames, at + 2, payload, 0, payload.length);
            wire = Bytes.concat(wire, Wire.frameTo(receiver, frames[at] & 0xFF, payload));
        }
        return wire;
    }

    // Reserved bits

    @Test
    void claimedBitsAreLegalWhereTheyAreClaimedAndReachTheExtension() {
        // RSV2 on a first frame inverts, RSV3 on a continuation marks what was cut.
        check("a203 010200", "binary fffefd");
        check("2201 01 9002 0200", "binary fffefd");
        check("a200 8201 05", "binary ", "binary 05");
    }

    @ParameterizedTest
    @CsvSource({
        "c200, RSV1 on a first frame",
        "9200, RSV3 on a first frame",
        "0200 a000, RSV2 on a continuation",
        "0200 d000, RSV1 beside RSV3 on a continuation",
        "a900, RSV2 on a Ping",
        "9900, RSV3 on a Ping",
        "a800, RSV2 on a Close frame",
        "0200 9a00, RSV3 on a Pong within a message",
    })
    void bitsThatAreNotClaimedForTheFrameFailTheConnection(String hex, String what) {
        assertThat(what).isNotEmpty();
        check(hex, NO_MEANING);
    }

    // Frames and messages

    @Test
    void controlFramesBetweenTheFragmentsAreLeftAlone() {
        check(
                "2201 01 8902 8182 1001 02 8a01 83 9001 00 8802 03e8",
                "ping 8182",
                "pong 83",
                "binary fffefd",
                "close 1000 ");
    }

    @Test
    void textIsCheckedForUtf8WhenItComesOutOfTheExtensions() {
        // The euro sign, turned and then inverted; on the wire it is no text at all.
        check("a103 7d531d", "text \u20AC");
        check("8103 82ac e2", "text \u20AC");
        check("8103 e282ac", "failure 1007 A text message must be valid UTF-8.");
        check("8102 82e2", "failure 1007 A text message must not end in the middle of a character.");
    }

    @Test
    void theLimitIsForWhatComesOut() {
        check(3, "a203 010200 8203 010203", "binary fffefd", "binary 030102");
        check(3, "0202 0102 8002 0304", "failure 1009 The message is longer than the limit of 3 bytes.");
    }

    @ParameterizedTest
    @EnumSource
    void aLengthThatIsToldIsHeldToTheLimitBeforeAnyPayload(Mode mode) {
        var end = end(Role.CLIENT, mode, 5, passing("a"));
        end.receive(Wire.start(0x82, 0, 6));
        assertThat(end.events).containsExactly("failure 1009 The message is longer than the limit of 5 bytes.");
    }

    @ParameterizedTest
    @EnumSource
    void aLengthThatIsNotKnownIsHeldToTheLimitAsThePayloadComes(Mode mode) {
        // Says everything twice.
        var doubling = new ToyExtension("doubling").inbound((next, buffers) -> new Passing("doubling", next, log) {
            @Override
            public void frame(DataFrame frame) {
                frame.forgetLength();
                super.frame(frame);
            }

            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                next().payload(array, offset, length, false);
                next().payload(array, offset, length, endOfFrame);
            }
        });
        var end = end(Role.CLIENT, mode, 6, doubling);
        end.receive(Bytes.hex("8203 010203 0201 01 8002 0202"));
        assertThat(end.events).containsExactly("binary 010203010203", "binary 010102020202");
        end.receive(Bytes.hex("8209 010203"));
        assertThat(end.events).hasSize(2);
        end.receive(Bytes.hex("04"));
        assertThat(end.events).hasSize(3).contains("failure 1009 The message is longer than the limit of 6 bytes.");
    }

    @Test
    void anExtensionMaySwallowAFrameAndMakeTwoOfOne() {
        EverySplit.of(Bytes.hex("8203 010203 0202 0405 8900 8001 06"), split -> {
            var end = client(new ToyExtension("halving").inbound(Halving::new));
            split.feed(end::receive);
            assertThat(end.events).as("%s", split).containsExactly("binary 010203", "ping ", "binary 040506");
            end.releaseAndCheckThatNothingIsHeld();
        });
    }

    /** Keeps a frame that is not the last of its message, and passes it on in front of the next one's; in a buffer. */
    private static final class Halving implements FrameStage {
        private final FrameStage next;
        private final BufferSource buffers;
        private boolean last;
        private ByteBuffer buffer;

        Halving(FrameStage next, BufferSource buffers) {
            this.next = next;
            this.buffers = buffers;
        }

        @Override
        public void frame(DataFrame frame) {
            last = frame.last();
            if (buffer == null) {
                buffer = buffers.acquire(100);
            }
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            buffer.put(array, offset, length);
            if (endOfFrame && last) {
                int kept = buffer.position();
                next.frame(new DataFrame().set(false, true, false, 0, kept / 2));
                next.payload(buffer.array(), 0, kept / 2, true);
                next.frame(new DataFrame().set(false, false, true, 0, kept - kept / 2));
                next.payload(buffer.array(), kept / 2, kept - kept / 2, true);
                close();
            }
        }

        @Override
        public void close() {
            if (buffer != null) {
                buffers.release(buffer);
                buffer = null;
            }
        }
    }

    // Masks

    @Test
    void withNoMaskingAServerTakesUnmaskedFramesOnly() {
        EverySplit.of(Bytes.hex("8201 05 8900 8800"), split -> {
            var end = end(Role.SERVER, Mode.WHOLE, Long.MAX_VALUE, ToyExtension.noMasking());
            split.feed(end::receive);
            assertThat(end.events).as("%s", split).containsExactly("binary 05", "ping ", "close 1005 ");
        });
        for (int firstByte : new int[] {0x82, 0x89, 0x88}) {
            EverySplit.of(Wire.masked(firstByte, new byte[2]), split -> {
                var end = end(Role.SERVER, Mode.WHOLE, Long.MAX_VALUE, ToyExtension.noMasking());
                split.feed(end::receive);
                assertThat(end.events)
                        .as("%s", split)
                        .containsExactly(
                                "failure 1002 A client that has negotiated no-masking must not mask its frames.");
            });
        }
    }

    @Test
    void withNoMaskingAClientGetsUnmaskedFramesAsAlways() {
        var end = client(ToyExtension.noMasking());
        end.receive(Bytes.hex("8201 05"));
        end.receive(Wire.masked(0x82, new byte[2]));
        assertThat(end.events).containsExactly("binary 05", "failure 1002 A server must not mask its frames.");
    }

    @Test
    void withoutNoMaskingOtherExtensionsLeaveMaskingAsItIs() {
        var end = end(Role.SERVER, Mode.WHOLE, Long.MAX_VALUE, passing("a"));
        end.receive(Wire.masked(0x82, new byte[2]));
        end.receive(Wire.unmasked(0x82, new byte[2]));
        assertThat(end.events).containsExactly("binary 0000", "failure 1002 A client must mask its frames.");
    }
}
