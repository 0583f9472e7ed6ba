package dev.sheetbend.websocket.samples.crc32c;

import static dev.sheetbend.websocket.spi.DataFrame.RSV1;
import static dev.sheetbend.websocket.spi.DataFrame.RSV3;
import static dev.sheetbend.websocket.spi.DataFrame.UNKNOWN_LENGTH;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sheetbend.websocket.samples.crc32c.FrameRecorder.Frame;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Crc32cStagesTest {
    /** The check value of CRC-32C: that of the ASCII digits 1 to 9. */
    private static final String DIGITS = "313233343536373839";

    private static final String DIGITS_CHECKSUM = "e3069283";

    /** "a" and its checksum. */
    private static final String SHORT = "61c1d04330";

    private final FrameRecorder received = FrameRecorder.inbound();
    private final FrameStage inbound = new Crc32cAgreement(0).inbound(received, noBuffers());
    private final FrameRecorder sent = FrameRecorder.outbound();
    private final FrameStage outbound = new Crc32cAgreement(5).outbound(sent, noBuffers());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageLeavesWithItsChecksum(boolean text) {
        send(outbound, text, true, true, 0, DIGITS);
        assertThat(sent.frames()).containsExactly(new Frame(text, true, true, RSV3, DIGITS + DIGITS_CHECKSUM));
    }

    @Test
    void anEmptyMessageLeavesAsItsChecksumAlone() {
        send(outbound, true, true, true, 0, "");
        assertThat(sent.frames()).containsExactly(new Frame(true, true, true, RSV3, "00000000"));
    }

    @Test
    void onlyTheLastFrameOfAMessageEndsWithTheChecksumAndOnlyTheFirstIsMarked() {
        send(outbound, false, true, false, 0, "3132");
        send(outbound, false, false, false, 0, "");
        send(outbound, false, false, false, 0, "33343536");
        send(outbound, false, false, true, 0, "373839");
        assertThat(sent.frames())
                .containsExactly(
                        new Frame(false, true, false, RSV3, "3132"),
                        new Frame(false, false, false, 0, ""),
                        new Frame(false, false, false, 0, "33343536"),
                        new Frame(false, false, true, 0, "373839" + DIGITS_CHECKSUM));
    }

    @Test
    void anEmptyLastFrameLeavesAsTheChecksum() {
        send(outbound, true, true, false, 0, DIGITS);
        send(outbound, true, false, true, 0, "");
        assertThat(sent.frames())
                .containsExactly(
                        new Frame(true, true, false, RSV3, DIGITS), new Frame(true, false, true, 0, DIGITS_CHECKSUM));
    }

    @Test
    void bitsOfOtherExtensionsAndUnknownLengthsStayAsTheyAre() {
        var end = new HeaderKeeper();
        FrameStage stage = new Crc32cAgreement(0).outbound(end, noBuffers());
        stage.frame(new DataFrame().set(true, true, true, RSV1, UNKNOWN_LENGTH));
        assertThat(end.length).isEqualTo(UNKNOWN_LENGTH);
        assertThat(end.rsv).isEqualTo(RSV1 | RSV3);

        stage = new Crc32cAgreement(0).inbound(end, noBuffers());
        stage.frame(new DataFrame().set(true, true, true, RSV1 | RSV3, UNKNOWN_LENGTH));
        assertThat(end.length).isEqualTo(UNKNOWN_LENGTH);
        assertThat(end.rsv).isEqualTo(RSV1);
    }

    @Test
    void theArrayOfTheApplicationIsNotChanged() {
        byte[] array = bytes("ff" + DIGITS + "ffffffffff");
        byte[] before = array.clone();
        outbound.frame(new DataFrame().set(true, true, true, 0, 9));
        outbound.payload(array, 1, 4, false);
        outbound.payload(array, 5, 5, true);
        assertThat(array).isEqualTo(before);
        assertThat(sent.content()).isEqualTo(DIGITS + DIGITS_CHECKSUM);
    }

    @ParameterizedTest
    @EnumSource
    void onlyMessagesThatBeginLargeEnoughAreTaken(Treatment treatment) {
        OutboundStage stage = (OutboundStage) outbound;
        assertThat(stage.takes(true, true, 4, treatment)).isFalse();
        assertThat(stage.takes(true, true, 5, treatment)).isTrue();
        assertThat(stage.takes(false, false, 6, treatment)).isTrue();
    }

    @Test
    void everySplitIntoSlicesAndFramesGivesTheContent() {
        String message = "68656c6c6f" + checksum("hello");
        int gaps = message.length() / 2 - 1;
        for (int split = 0; split < Math.pow(3, gaps); split++) {
            var end = FrameRecorder.inbound();
            receive(new Crc32cAgreement(0).inbound(end, noBuffers()), message, split);
            assertThat(end.messages()).as("split %d", split).isOne();
            assertThat(end.content()).as("split %d", split).isEqualTo("68656c6c6f");
            assertThat(end.frames()).allMatch(frame -> frame.rsv() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", SHORT, DIGITS + DIGITS_CHECKSUM})
    void aFrameThatIsCutOffByteByByteIsPutTogether(String message) {
        receive(inbound, message, Integer.parseInt("1".repeat(message.length() / 2 - 1), 3));
        assertThat(received.frames())
                .containsExactly(new Frame(false, true, true, 0, message.substring(0, message.length() - 8)));
    }

    @Test
    void theLengthOfEachFrameIsThatOfTheContentInIt() {
        int everyGapIsAFrame = Integer.parseInt("2".repeat(4), 3);
        receive(inbound, SHORT, everyGapIsAFrame);
        assertThat(received.frames())
                .extracting(Frame::hex)
                .as("each with the announced length, as the recorder checks")
                .containsExactly("", "", "", "", "61");
    }

    @Test
    void emptyFramesWithinAMessageAreAllowed() {
        send(inbound, true, true, false, RSV3, "");
        send(inbound, true, false, false, 0, DIGITS);
        send(inbound, true, false, false, 0, "");
        send(inbound, true, false, true, 0, DIGITS_CHECKSUM);
        assertThat(received.messages()).isOne();
        assertThat(received.content()).isEqualTo(DIGITS);
    }

    @Test
    void anyBitThatIsFlippedFailsTheMessageBeforeItsEnd() {
        byte[] message = bytes(DIGITS + DIGITS_CHECKSUM);
        for (int bit = 0; bit < message.length * 8; bit++) {
            byte[] wrong = message.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            var end = FrameRecorder.inbound();
            var stage = new Crc32cAgreement(0).inbound(end, noBuffers());
            var failure = catchThrowableOfType(
                    ExtensionFailure.class,
                    () -> send(stage, true, true, true, RSV3, HexFormat.of().formatHex(wrong)));
            assertThat(failure).as("bit %d", bit).isNotNull();
            assertThat(failure.closeCode()).isEqualTo(1007);
            assertThat(failure).hasMessage("The checksum of a message must be that of its content.");
            assertThat(end.frames()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000", "000000"})
    void aMarkedMessageThatIsShorterThanAChecksumFails(String message) {
        for (int split = 0; split < Math.pow(3, Math.max(0, message.length() / 2 - 1)); split++) {
            int way = split;
            var stage = new Crc32cAgreement(0).inbound(FrameRecorder.inbound(), noBuffers());
            var failure = catchThrowableOfType(ExtensionFailure.class, () -> receive(stage, message, way));
            assertThat(failure).isNotNull();
            assertThat(failure.closeCode()).isEqualTo(1007);
            assertThat(failure).hasMessage("A message with a checksum must have four bytes at least.");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "0, 3132", "4, 313233343536"})
    void messagesThatAreNotMarkedPassAsTheyAre(int rsv, String hex) {
        send(inbound, true, true, false, rsv, hex);
        send(inbound, true, false, true, 0, hex);
        assertThat(received.frames())
                .containsExactly(new Frame(true, true, false, rsv, hex), new Frame(true, false, true, 0, hex));
    }

    @Test
    void eachMessageBeginsAfresh() {
        send(inbound, true, true, true, RSV3, DIGITS + DIGITS_CHECKSUM);
        send(inbound, false, true, true, 0, "00");
        send(inbound, false, true, false, RSV1 | RSV3, DIGITS);
        send(inbound, false, false, true, 0, DIGITS_CHECKSUM);
        send(inbound, true, true, true, RSV3, SHORT);
        assertThat(received.frames())
                .containsExactly(
                        new Frame(true, true, true, 0, DIGITS),
                        new Frame(false, true, true, 0, "00"),
                        new Frame(false, true, false, RSV1, DIGITS.substring(0, 10)),
                        new Frame(false, false, true, 0, DIGITS.substring(10)),
                        new Frame(true, true, true, 0, "61"));
    }

    @Test
    void whatLeavesOneStageIsUnderstoodByTheOther() {
        FrameStage both = new Crc32cAgreement(0).outbound(inbound, noBuffers());
        for (int message = 0; message < 3; message++) {
            send(both, true, true, false, 0, DIGITS);
            send(both, true, false, true, 0, "");
            send(both, false, true, true, 0, "");
        }
        assertThat(received.messages()).isEqualTo(6);
        assertThat(received.content()).isEqualTo(DIGITS.repeat(3));
    }

    /** Gives a stage one frame with its payload in one slice of an array that has more on both sides. */
    private static void send(FrameStage stage, boolean text, boolean first, boolean last, int rsv, String hex) {
        byte[] array = bytes("ff" + hex + "ff");
        stage.frame(new DataFrame().set(text, first, last, rsv, array.length - 2));
        stage.payload(array, 1, array.length - 2, true);
    }

    /**
     * Gives a stage one marked binary message.
     *
     * @param split what is between two bytes, in ternary digits: 0 for nothing, 1 for another slice, 2 for another frame
     */
    private static void receive(FrameStage stage, String hex, int split) {
        List<List<byte[]>> frames = split(bytes(hex), split);
        for (int i = 0; i < frames.size(); i++) {
            List<byte[]> slices = frames.get(i);
            int length = slices.stream().mapToInt(slice -> slice.length).sum();
            stage.frame(new DataFrame().set(false, i == 0, i == frames.size() - 1, i == 0 ? RSV3 : 0, length));
            for (int j = 0; j < slices.size(); j++) {
                byte[] slice = slices.get(j);
                stage.payload(slice, 0, slice.length, j == slices.size() - 1);
                // It was the stage's during the call only.
                Arrays.fill(slice, (byte) 0xEE);
            }
        }
    }

    private static List<List<byte[]>> split(byte[] message, int split) {
        var frames = new ArrayList<List<byte[]>>();
        var slices = new ArrayList<byte[]>();
        int start = 0;
        int rest = split;
        for (int end = 1; end < message.length; end++) {
            int gap = rest % 3;
            rest /= 3;
            if (gap > 0) {
                slices.add(Arrays.copyOfRange(message, start, end));
                start = end;
            }
            if (gap == 2) {
                frames.add(slices);
                slices = new ArrayList<>();
            }
        }
        slices.add(Arrays.copyOfRange(message, start, message.length));
        frames.add(slices);
        return frames;
    }

    private static String checksum(String text) {
        var checksum = new CRC32C();
        checksum.update(text.getBytes(US_ASCII));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** The extension needs no buffers. */
    private static BufferSource noBuffers() {
        return new BufferSource() {
            @Override
            public ByteBuffer acquire(int atLeast) {
                throw new AssertionError("a buffer was asked for");
            }

            @Override
            public void release(ByteBuffer buffer) {
                throw new AssertionError("a buffer was given back");
            }
        };
    }

    /** Keeps what the last header said. */
    private static final class HeaderKeeper implements FrameStage {
        private long length;
        private int rsv;

        @Override
        public void frame(DataFrame frame) {
            length = frame.length();
            rsv = frame.rsv();
        }

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
            throw new AssertionError("a payload without its slice");
        }
    }
}
