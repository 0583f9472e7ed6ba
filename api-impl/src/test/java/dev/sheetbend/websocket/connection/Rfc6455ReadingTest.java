package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Wire;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of RFC 6455 for who reads, by section: each vector to a server (masked) and to a client (unmasked), to
 * sinks that take whole messages and to sinks that take parts, under every split of its bytes.
 */
class Rfc6455ReadingTest {
    /** Frames as {@code first byte:payload} in hexadecimal, for instance {@code 81:48656c6c6f}. */
    private static byte[] frames(Role role, String... frames) {
        return Bytes.concat(Stream.of(frames)
                .map(frame -> frame.split(":", -1))
                .map(frame -> Wire.frameTo(role, Integer.parseInt(frame[0], 16), frame[1]))
                .toArray(byte[][]::new));
    }

    private static void assertReceived(Role role, byte[] wire, List<String> events) {
        for (ReceivingEnd.Mode mode : ReceivingEnd.Mode.values()) {
            EverySplit.of(wire, split -> {
                var end = new ReceivingEnd(role, mode);
                split.feed(end::receive);
                assertThat(end.events).as("%s %s %s", role, mode, split).isEqualTo(events);
                end.releaseAndCheckThatNothingIsHeld();
            });
        }
    }

    private static void assertReceived(List<String> frames, String... events) {
        for (Role role : Role.values()) {
            assertReceived(role, frames(role, frames.toArray(String[]::new)), List.of(events));
        }
    }

    /** That a frame is refused at this byte of its payload, neither before nor after. */
    private static void assertRefusedAtPayloadByte(int index, List<String> framesBefore, String frame, String event) {
        for (Role role : Role.values()) {
            byte[] before = frames(role, framesBefore.toArray(String[]::new));
            byte[] wire = frames(role, frame);
            int payloadStart = wire.length - Bytes.hex(frame.split(":", -1)[1]).length;
            for (ReceivingEnd.Mode mode : ReceivingEnd.Mode.values()) {
                var end = new ReceivingEnd(role, mode);
                end.receive(before.clone());
                EverySplit.byteByByte(wire).feed((array, offset, length) -> {
                    if (!end.readHalf.isEnded()) {
                        end.events.add("byte");
                        end.receive(array, offset, length);
                    }
                });
                long bytes = end.events.stream().filter("byte"::equals).count();
                assertThat(bytes - 1 - payloadStart).as("%s %s", role, mode).isEqualTo(index);
                assertThat(end.events).last().isEqualTo(event);
                end.releaseAndCheckThatNothingIsHeld();
            }
        }
    }

    @Nested
    class Section5_1Overview {
        @Test
        void aServerRefusesAFrameWithoutAMask() {
            assertReceived(
                    Role.SERVER, Bytes.hex("81 05 48656c6c6f"), List.of("failure 1002 A client must mask its frames."));
        }

        @Test
        void aClientRefusesAFrameWithAMask() {
            assertReceived(
                    Role.CLIENT,
                    Bytes.hex("81 85 37fa213d 7f9f4d5158"),
                    List.of("failure 1002 A server must not mask its frames."));
        }
    }

    @Nested
    class Section5_2BaseFraming {
        @ParameterizedTest
        @ValueSource(strings = {"c1:", "a1:", "91:", "f1:", "c2:", "c9:", "98:", "9a:"})
        void refusesReservedBitsWithoutAnExtension(String frame) {
            assertReceived(List.of(frame), "failure 1002 A reserved bit is set that no extension gives a meaning to.");
        }

        @Test
        void refusesReservedBitsOnAContinuation() {
            assertReceived(
                    List.of("01:41", "c0:42"),
                    "failure 1002 A reserved bit is set that no extension gives a meaning to.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"3", "4", "5", "6", "7", "b", "c", "d", "e", "f"})
        void refusesReservedOpcodes(String opcode) {
            assertReceived(List.of("8" + opcode + ":"), "failure 1002 The opcode 0x" + opcode + " is reserved.");
        }

        @ParameterizedTest
        @CsvSource({
            "CLIENT, 82 7e 007d",
            "CLIENT, 82 7e 0000",
            "CLIENT, 82 7f 000000000000ffff",
            "CLIENT, 82 7f 0000000000000000",
            "SERVER, 82 fe 007d 37fa213d",
            "SERVER, 82 fe 0000 37fa213d",
            "SERVER, 82 ff 000000000000ffff 37fa213d",
            "SERVER, 82 ff 0000000000000000 37fa213d",
        })
        void refusesALengthThatIsNotInItsShortestForm(Role role, String hex) {
            assertReceived(
                    role,
                    Bytes.hex(hex),
                    List.of("failure 1002 The payload length must be encoded in the fewest bytes."));
        }

        @ParameterizedTest
        @CsvSource({
            "CLIENT, 82 7f 8000000000000000",
            "CLIENT, 82 7f ffffffffffffffff",
            "SERVER, 82 ff 8000000000000000 37fa213d",
            "SERVER, 82 ff ffffffffffffffff 37fa213d",
        })
        void refusesALengthOfSixtyFourBits(Role role, String hex) {
            assertReceived(
                    role,
                    Bytes.hex(hex),
                    List.of("failure 1002 The most significant bit of a payload length must be 0."));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 124, 125, 126, 127, 128, 254, 255, 256})
        void takesEachFormOfLength(int length) {
            String payload = Bytes.toHex(Bytes.pattern(length), 0, length);
            assertReceived(List.of("82:" + payload, "8a:01"), "binary " + payload, "pong 01");
        }
    }

    @Nested
    class Section5_4Fragmentation {
        @Test
        void putsAMessageTogether() {
            assertReceived(List.of("01:48656c", "00:6c", "80:6f"), "text Hello");
            assertReceived(List.of("02:0102", "80:0304"), "binary 01020304");
        }

        @Test
        void takesControlFramesBetweenFragments() {
            assertReceived(
                    List.of("01:48656c", "89:0102", "8a:", "80:6c6f", "82:ff"),
                    "ping 0102",
                    "pong ",
                    "text Hello",
                    "binary ff");
        }

        @Test
        void takesEmptyFragments() {
            assertReceived(List.of("01:", "00:", "80:"), "text ");
            assertReceived(List.of("02:", "00:41", "00:", "80:"), "binary 41");
            assertReceived(List.of("01:", "80:41"), "text A");
        }

        @Test
        void refusesAContinuationWithoutAMessage() {
            String event = "failure 1002 A continuation frame came without a message to continue.";
            assertReceived(List.of("80:41"), event);
            assertReceived(List.of("00:41"), event);
            assertReceived(List.of("81:41", "80:42"), "text A", event);
            assertReceived(List.of("01:41", "80:42", "80:43"), "text AB", event);
        }

        @Test
        void refusesANewMessageInsideOfAMessage() {
            String event = "failure 1002 A new message began before the one before was finished.";
            assertReceived(List.of("01:41", "81:42"), event);
            assertReceived(List.of("01:41", "02:42"), event);
            assertReceived(List.of("02:41", "89:", "00:42", "82:43"), "ping ", event);
        }

        @ParameterizedTest
        @ValueSource(strings = {"08:", "09:", "0a:", "09:0102"})
        void refusesAControlFrameThatIsAFragment(String frame) {
            assertReceived(List.of(frame), "failure 1002 Control frames must not be fragmented.");
        }
    }

    @Nested
    class Section5_5ControlFrames {
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 124, 125})
        void takesUpTo125Bytes(int length) {
            String payload = Bytes.toHex(Bytes.pattern(length), 0, length);
            assertReceived(List.of("89:" + payload, "8a:" + payload), "ping " + payload, "pong " + payload);
        }

        @ParameterizedTest
        @ValueSource(ints = {126, 127, 65_536})
        void refusesMoreThan125Bytes(int length) {
            for (Role role : Role.values()) {
                for (int firstByte : new int[] {0x88, 0x89, 0x8A}) {
                    byte[] start = Wire.start(firstByte, role == Role.SERVER ? 0x80 : 0, length);
                    assertReceived(
                            role,
                            start,
                            List.of("failure 1002 The payload of a control frame must not exceed 125 bytes."));
                }
            }
        }

        @Test
        void takesACloseFrameWithoutACode() {
            assertReceived(List.of("88:"), "close 1005 ");
        }

        @Test
        void takesACloseFrameWithACodeAndPerhapsAReason() {
            assertReceived(List.of("88:03e8"), "close 1000 ");
            assertReceived(List.of("88:03e9 676f6e65"), "close 1001 gone");
            assertReceived(List.of("88:0fa0 e282ac"), "close 4000 \u20AC");
            assertReceived(List.of("88:03e8" + "61".repeat(123)), "close 1000 " + "a".repeat(123));
        }

        @Test
        void refusesACloseFrameOfOneByte() {
            assertReceived(List.of("88:03"), "failure 1002 The payload of a Close frame must not be a single byte.");
        }

        @Test
        void ignoresWhateverFollowsACloseFrame() {
            assertReceived(List.of("88:03e8", "81:41"), "close 1000 ");
            assertReceived(List.of("88:", "88:"), "close 1005 ");
            assertReceived(List.of("88:", "8b:"), "close 1005 ");
            assertReceived(List.of("88:03e8", "89:", "03:ff"), "close 1000 ");
        }

        @Test
        void forgetsAMessageThatACloseFrameInterrupts() {
            assertReceived(List.of("01:4142", "88:03e8", "80:43"), "close 1000 ");
        }
    }

    @Nested
    class Section7_4StatusCodes {
        @ParameterizedTest
        @ValueSource(
                ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        void takesTheCodesThatMayBeSent(int code) {
            assertReceived(List.of(String.format("88:%04x6f6b", code)), "close " + code + " ok");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_767, 32_768, 65_535})
        void refusesTheCodesThatMustNotBeSent(int code) {
            assertReceived(
                    List.of(String.format("88:%04x", code)),
                    "failure 1002 The close code " + code + " must not be sent.");
        }
    }

    @Nested
    class Section8_1InvalidUtf8 {
        private static final String INVALID = "failure 1007 A text message must be valid UTF-8.";
        private static final String CUT = "failure 1007 A text message must not end in the middle of a character.";

        @Test
        void takesTextOfEveryCharacterLength() {
            assertReceived(List.of("81:41 c3a9 e282ac f09f9880 42"), "text A\u00E9\u20AC\uD83D\uDE00B");
        }

        @Test
        void takesCharactersThatFragmentsCut() {
            assertReceived(
                    List.of("01:41f0", "00:9f", "89:09", "00:98", "80:80c3a9"), "ping 09", "text A\uD83D\uDE00\u00E9");
            assertReceived(List.of("01:e282", "00:", "00:ace2", "80:82ac"), "text \u20AC\u20AC");
        }

        @Test
        void refusesAtTheFirstBadByteInTheMiddleOfAFrame() {
            assertRefusedAtPayloadByte(2, List.of(), "81:4142ff43444546474849", INVALID);
        }

        @ParameterizedTest
        @CsvSource({
            "0, c0af",
            "1, e09fbf",
            "1, eda080",
            "1, f08080af",
            "1, f4908080",
            "0, f5808080",
            "0, 80",
            "1, c341",
            "2, e28241",
        })
        void refusesTheEarliestByteThatCannotBe(int index, String hex) {
            assertRefusedAtPayloadByte(index, List.of(), "81:" + hex + "41", INVALID);
            assertRefusedAtPayloadByte(index + 3, List.of("01:4142"), "00:e282ac" + hex + "41", INVALID);
        }

        @Test
        void refusesABadByteThatCompletesNoCharacterOfTheFrameBefore() {
            assertRefusedAtPayloadByte(0, List.of("01:41e282", "89:"), "00:41ac", INVALID);
        }

        @Test
        void refusesTextThatEndsInTheMiddleOfACharacter() {
            assertReceived(List.of("81:41c3"), CUT);
            assertReceived(List.of("81:f09f98"), CUT);
            assertReceived(List.of("01:e2", "80:82"), CUT);
            assertReceived(List.of("01:e282", "80:"), CUT);
        }

        @Test
        void doesNotCarryACharacterIntoTheNextMessage() {
            assertReceived(
                    List.of("01:c3", "80:a9", "81:41", "82:a9", "81:c3a9"),
                    "text \u00E9",
                    "text A",
                    "binary a9",
                    "text \u00E9");
        }

        @Test
        void takesAnythingInABinaryMessage() {
            assertReceived(List.of("02:fff0c0", "80:80edc3"), "binary fff0c080edc3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ff", "c3", "eda080", "61f09f98"})
        void refusesACloseReasonThatIsNotValid(String reason) {
            assertReceived(
                    List.of("88:03e8" + reason), "failure 1007 The reason of a Close frame must be valid UTF-8.");
        }

        @Test
        void refusesTheCodeOfACloseFrameBeforeItsReason() {
            assertReceived(List.of("88:03edff"), "failure 1002 The close code 1005 must not be sent.");
        }
    }

    @Test
    void bytesAfterAFailureAreIgnored() {
        assertReceived(List.of("83:", "81:41", "88:"), "failure 1002 The opcode 0x3 is reserved.");
    }
}
