package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ReceivingEnd.Mode;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.frame.Wire;
import dev.sheetbend.websocket.spi.DataFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits, memory, parts, and what happens when a sink throws or ends the connection. */
class MessageAssemblyTest {
    private static String tooBig(long limit) {
        return "failure 1009 The message is longer than the limit of " + limit + " bytes.";
    }

    // Limits

    @ParameterizedTest
    @EnumSource
    void takesAMessageThatIsAsLongAsTheLimit(Mode mode) {
        for (Role role : Role.values()) {
            byte[] wire = Bytes.concat(
                    Wire.frameTo(role, 0x82, "0102030405"),
                    Wire.frameTo(role, 0x01, "414243"),
                    Wire.frameTo(role, 0x80, "4445"));
            EverySplit.of(wire, split -> {
                var end = new ReceivingEnd(role, mode, 5);
                split.feed(end::receive);
                assertThat(end.events).containsExactly("binary 0102030405", "text ABCDE");
                end.releaseAndCheckThatNothingIsHeld();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheHeaderOfAFrameThatGoesOverTheLimit(Mode mode) {
        for (Role role : Role.values()) {
            int maskBit = role == Role.SERVER ? 0x80 : 0;
            byte[] key = role == Role.SERVER ? Wire.KEY : new byte[0];
            byte[] single = Bytes.concat(Wire.start(0x82, maskBit, 6), key);
            byte[] later = Bytes.concat(
                    Wire.frameTo(role, 0x01, "414243"),
                    Wire.frameTo(role, 0x89, ""),
                    Wire.start(0x00, maskBit, 3),
                    key);
            EverySplit.of(single, split -> {
                var end = new ReceivingEnd(role, mode, 5);
                split.feed(end::receive);
                assertThat(end.events).containsExactly(tooBig(5));
            });
            EverySplit.of(later, split -> {
                var end = new ReceivingEnd(role, mode, 5);
                split.feed(end::receive);
                assertThat(end.events).containsExactly("ping ", tooBig(5));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLimitBeginsAnewWithEachMessage(Mode mode) {
        var end = new ReceivingEnd(Role.CLIENT, mode, 4);
        end.receive(Bytes.hex("8204 01020304 8104 41424344 0202 0102 8002 0304"));
        assertThat(end.events).containsExactly("binary 01020304", "text ABCD", "binary 01020304");
        end.releaseAndCheckThatNothingIsHeld();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aLimitOfZeroTakesEmptyMessagesOnlyAndANegativeOneNone(long limit) {
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE, limit);
        end.receive(Bytes.hex("8200"));
        assertThat(end.events).containsExactly(limit == 0 ? "binary " : tooBig(-1));
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void aMessageInOnePieceIsNoLongerThanAnArrayWhateverTheSinkWouldTake() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE);
        end.receive(Bytes.hex("827f 000000007ffffff8"));
        assertThat(end.events).containsExactly(tooBig(Integer.MAX_VALUE - 8));
    }

    @Test
    void aMessageInPartsMayBeLongerThanAnArray() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("827f 7fffffffffffffff 0102"));
        end.receive(Bytes.hex("03"));
        assertThat(end.events).isEmpty();
        assertThat(end.parts).containsExactly("0102", "03");
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void theLimitHoldsForSlicesThatAreLongerThanTheirHeaderSays() {
        var pool = new BufferPool(0);
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE, 5);
        var assembler = new MessageAssembler(pool, end);
        // Of a frame that an extension inflates.
        assembler.frame(new DataFrame().set(false, true, true, 0, DataFrame.UNKNOWN_LENGTH));
        assembler.payload(new byte[5], 0, 5, false);
        assertThatThrownBy(() -> assembler.payload(new byte[1], 0, 1, false))
                .isInstanceOf(WebSocketFailure.class)
                .hasMessage("The message is longer than the limit of 5 bytes.");
        assembler.release();
        assertThat(pool.outstanding()).isZero();
    }

    // Memory

    @Test
    void aHeaderAloneTakesNoMemoryHoweverLongAMessageItAnnounces() {
        var end = new ReceivingEnd(Role.SERVER, Mode.WHOLE);
        end.receive(Bytes.hex("82ff 0000000040000000 37fa213d"));
        assertThat(end.pool.outstanding()).isZero();
        end.receive(new byte[100]);
        assertThat(end.pool.outstanding()).isEqualTo(1);
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void aFrameThatIsWholeInTheArrayTakesNoBuffer() {
        var pool = new BufferPool(0);
        var messages = new ArrayList<byte[]>();
        var readHalf = new ReadHalf(Role.CLIENT, ExtensionStack.EMPTY, pool, sinkOf(message -> {
            messages.add(message);
            assertThat(pool.outstanding()).isZero();
        }));
        byte[] wire = Bytes.hex("8203 414243 8200");
        readHalf.receive(wire, 0, wire.length);
        assertThat(messages).containsExactly(Bytes.hex("414243"), new byte[0]);
    }

    @Test
    void aLongMessageIsGatheredWhereItStaysOnceAFairPartOfItHasArrived() {
        var pool = new BufferPool(0);
        var messages = new ArrayList<byte[]>();
        var readHalf = new ReadHalf(Role.CLIENT, ExtensionStack.EMPTY, pool, sinkOf(messages::add));
        byte[] wire = Bytes.concat(Bytes.hex("827e 03e8"), Bytes.pattern(1000));
        readHalf.receive(wire, 0, 4 + 249);
        assertThat(pool.outstanding()).isEqualTo(1);
        readHalf.receive(wire, 4 + 249, 1);
        assertThat(pool.outstanding()).isZero();
        readHalf.receive(wire, 4 + 250, 750);
        assertThat(messages).containsExactly(Bytes.pattern(1000));
    }

    @Test
    void theLastFrameOfAMessageTellsItsLength() {
        var pool = new BufferPool(0);
        var messages = new ArrayList<byte[]>();
        var readHalf = new ReadHalf(Role.CLIENT, ExtensionStack.EMPTY, pool, sinkOf(messages::add));
        byte[] first = Bytes.hex("0203 010203");
        readHalf.receive(first, 0, first.length);
        assertThat(pool.outstanding()).isEqualTo(1);
        byte[] last = Bytes.hex("8002 04");
        readHalf.receive(last, 0, last.length);
        assertThat(pool.outstanding()).isZero();
        readHalf.receive(Bytes.hex("05"), 0, 1);
        assertThat(messages).containsExactly(Bytes.hex("0102030405"));
    }

    @Test
    void aMessageOfAnotherLengthThanItsHeaderSaysIsTakenAsItIs() {
        var pool = new BufferPool(0);
        var messages = new ArrayList<byte[]>();
        var assembler = new MessageAssembler(pool, sinkOf(messages::add));
        for (int length : new int[] {3, 4, 5, 9}) {
            // As by a stage of an extension that has not told of the change.
            assembler.frame(new DataFrame().set(false, true, true, 0, 4));
            assembler.payload(Bytes.pattern(length), 0, 2, false);
            assembler.payload(Bytes.pattern(length), 2, length - 2, true);
            assertThat(messages.get(messages.size() - 1)).isEqualTo(Bytes.pattern(length));
            assertThat(pool.outstanding()).isZero();
        }
    }

    @Test
    void releasesALongMessageThatIsNotFinished() {
        var messages = new ArrayList<byte[]>();
        var readHalf = new ReadHalf(Role.CLIENT, ExtensionStack.EMPTY, new BufferPool(0), sinkOf(messages::add));
        byte[] wire = Bytes.hex("8204 010203");
        readHalf.receive(wire, 0, wire.length);
        readHalf.release();
        readHalf.receive(Bytes.hex("04"), 0, 1);
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void holdsNoBufferBetweenMessages(Mode mode) {
        var end = new ReceivingEnd(Role.CLIENT, mode);
        byte[] wire = Bytes.hex("0203 414243 8901 01 8003 444546 8102 4142");
        EverySplit.byteByByte(wire).feed(end::receive);
        assertThat(end.events).hasSize(3);
        assertThat(end.pool.outstanding()).isZero();
    }

    @Test
    void assemblesLongMessages() {
        for (int length : new int[] {1023, 1024, 1025, 65_535, 65_536, 300_000}) {
            byte[] payload = Bytes.pattern(length);
            byte[] wire = Wire.masked(0x82, payload);
            for (int piece : new int[] {1000, 16_384, 70_000}) {
                var end = new ReceivingEnd(Role.SERVER, Mode.WHOLE);
                for (int at = 0; at < wire.length; at += piece) {
                    byte[] read = Arrays.copyOfRange(wire, at, Math.min(wire.length, at + piece));
                    end.receive(read);
                }
                assertThat(end.events).containsExactly("binary " + Bytes.toHex(payload, 0, length));
                end.releaseAndCheckThatNothingIsHeld();
            }
        }
    }

    @Test
    void assemblesLongTexts() {
        for (String character : new String[] {"a", "\u00E9", "\u20AC", "\uD83D\uDE00", "a\u00E9\u20AC\uD83D\uDE00"}) {
            for (int times : new int[] {1, 300, 40_000}) {
                String text = character.repeat(times);
                for (Role role : Role.values()) {
                    byte[] wire = Wire.frameTo(role, 0x81, Bytes.utf8(text));
                    for (int piece : new int[] {999, 16_384, 400_000}) {
                        var end = new ReceivingEnd(role, Mode.WHOLE);
                        for (int at = 0; at < wire.length; at += piece) {
                            end.receive(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + piece)));
                        }
                        assertThat(end.events).containsExactly("text " + text);
                        end.releaseAndCheckThatNothingIsHeld();
                    }
                }
            }
        }
    }

    @Test
    void refusesABadByteOfATextBeforeTheTextIsComplete() {
        var end = new ReceivingEnd(Role.SERVER, Mode.WHOLE);
        byte[] wire = Wire.masked(0x81, Bytes.hex("61c3a9 c3 61 6161616161616161"));
        end.receive(Arrays.copyOf(wire, 6 + 5));
        assertThat(end.events).containsExactly("failure 1007 A text message must be valid UTF-8.");
    }

    // Sinks

    @ParameterizedTest
    @EnumSource
    void asksForTheSinkOncePerMessage(Mode mode) {
        var end = new ReceivingEnd(Role.CLIENT, mode);
        end.receive(Bytes.hex("0101 41"));
        assertThat(end.sinksAskedFor).isEqualTo(1);
        end.receive(Bytes.hex("0001 42 8900 8001 43"));
        assertThat(end.sinksAskedFor).isEqualTo(1);
        end.receive(Bytes.hex("8200"));
        assertThat(end.sinksAskedFor).isEqualTo(2);
    }

    @Test
    void passesPartsOnAsTheyArrive() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("0205 0102"));
        end.receive(Bytes.hex("030405 0000 0001 06"));
        end.receive(Bytes.hex("8002"));
        end.receive(Bytes.hex("0708"));
        assertThat(end.parts).containsExactly("0102", "030405", "06", "0708|");
    }

    @Test
    void anEmptyMessageIsOneEmptyLastPart() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("8100 8200 0100 0000 8000"));
        assertThat(end.parts).containsExactly("|", "|", "|");
    }

    @Test
    void anEmptyLastPartEndsAMessageOnlyWhenItsLastFrameIsEmpty() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("0101 41 8000 0101 41 8001 42"));
        assertThat(end.parts).containsExactly("A", "|", "A", "B|");
    }

    @Test
    void cutsTextAtTheEndsOfCharacters() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("810b 41f09f"));
        end.receive(Bytes.hex("98"));
        end.receive(Bytes.hex("8042e282"));
        end.receive(Bytes.hex("acc3"));
        assertThat(end.parts).containsExactly("A", "\uD83D\uDE00", "B", "\u20AC");
        assertThat(end.events).isEmpty();
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void aLastCharacterThatWasCutIsTheLastPart() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("8104 41e2"));
        end.receive(Bytes.hex("82"));
        end.receive(Bytes.hex("ac"));
        assertThat(end.parts).containsExactly("A", "\u20AC|");
    }

    @Test
    void aPartEndsNoMessageThatGoesOnInAnotherFrame() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.PARTIAL);
        end.receive(Bytes.hex("0102 41c3 8002 a942"));
        assertThat(end.parts).containsExactly("A", "\u00E9", "B|");
    }

    // What a sink may do

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8202 0102 8900",
                "0201 01 8001 02 8900",
                "8901 01 8900",
                "8a00 8900",
                "8802 03e8 8900",
                "8800 8900"
            })
    void aSinkThatThrowsEndsTheReadingAndLeavesNothingBehind(String hex) {
        EverySplit.of(Bytes.hex(hex), split -> {
            for (Mode mode : Mode.values()) {
                var end = new ReceivingEnd(Role.CLIENT, mode);
                end.atEachCall = () -> {
                    throw new IllegalStateException("sink");
                };
                var thrown = new ArrayList<RuntimeException>();
                split.feed((array, offset, length) -> {
                    try {
                        end.receive(array, offset, length);
                    } catch (IllegalStateException e) {
                        thrown.add(e);
                    }
                });
                assertThat(thrown).hasSize(1);
                assertThat(end.events).isEmpty();
                assertThat(end.readHalf.isEnded()).isTrue();
                assertThat(end.pool.outstanding()).isZero();
            }
        });
    }

    @Test
    void releaseDuringACallTakesEffectWhenTheCallHasReturned() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE);
        end.atEachCall = () -> {
            long before = end.pool.outstanding();
            end.readHalf.release();
            assertThat(end.pool.outstanding()).isEqualTo(before).isPositive();
        };
        end.receive(Bytes.hex("8904 0102"));
        end.receive(Bytes.hex("0304 8900"));
        assertThat(end.events).containsExactly("ping 01020304");
        assertThat(end.pool.outstanding()).isZero();
    }

    @Test
    void aWholeMessageHoldsNoBufferWhileItIsTaken() {
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE);
        end.atEachCall = () -> assertThat(end.pool.outstanding()).isZero();
        end.receive(Bytes.hex("0202 0102"));
        end.receive(Bytes.hex("8002 0304 0101 41"));
        end.receive(Bytes.hex("8001 42"));
        assertThat(end.events).containsExactly("binary 01020304", "text AB");
    }

    @Test
    void releaseEndsTheReadingAndMayBeRepeatedInAnyState() {
        byte[] wire = Bytes.hex("0202 0102 8902 0304 8002 0506");
        for (int cut = 0; cut <= wire.length; cut++) {
            for (Mode mode : Mode.values()) {
                var end = new ReceivingEnd(Role.CLIENT, mode);
                byte[] copy = wire.clone();
                end.receive(copy, 0, cut);
                int seen = end.events.size();
                end.releaseAndCheckThatNothingIsHeld();
                end.releaseAndCheckThatNothingIsHeld();
                assertThat(end.readHalf.isEnded()).isTrue();
                end.receive(copy, cut, copy.length - cut);
                assertThat(end.events).hasSize(seen);
            }
        }
    }

    @Test
    void tellsWhetherMoreInputFollows() {
        var more = new ArrayList<Boolean>();
        var end = new ReceivingEnd(Role.CLIENT, Mode.WHOLE);
        end.atEachCall = () -> more.add(end.readHalf.hasMoreInput());
        end.receive(Bytes.hex("8201 01 8900 8201"));
        end.receive(Bytes.hex("01"));
        end.receive(Bytes.hex("8201 01 8800 8900"));
        assertThat(more).containsExactly(true, true, false, true, false);
        assertThat(end.readHalf.hasMoreInput()).isFalse();
    }

    private static ConnectionSink sinkOf(Consumer<byte[]> target) {
        return new ConnectionSink() {
            @Override
            public MessageSink textSink() {
                throw new AssertionError("No text is expected.");
            }

            @Override
            public MessageSink binarySink() {
                return new MessageSink.WholeBinary() {
                    @Override
                    public long maxMessageSize() {
                        return 1000;
                    }

                    @Override
                    public void message(byte[] bytes) {
                        target.accept(bytes);
                    }
                };
            }

            @Override
            public void ping(byte[] array, int offset, int length) {}

            @Override
            public void pong(byte[] array, int offset, int length) {}

            @Override
            public void close(int code, String reason) {}
        };
    }

    @Test
    void aSinkThatIsRefusedEndsTheReading() {
        var pool = new BufferPool(0);
        var refusing = new ReadHalf(Role.CLIENT, ExtensionStack.EMPTY, pool, new RefusingSink());
        byte[] wire = Bytes.hex("8101 41");
        assertThatThrownBy(() -> refusing.receive(wire, 0, wire.length))
                .isInstanceOfSatisfying(
                        WebSocketFailure.class,
                        failure -> assertThat(failure.closeCode()).isEqualTo(1003));
        assertThat(refusing.isEnded()).isTrue();
        assertThat(pool.outstanding()).isZero();
    }

    /** An endpoint without message handlers. */
    private static final class RefusingSink implements ConnectionSink {
        @Override
        public MessageSink textSink() {
            throw new WebSocketFailure(1003, "Text messages are not taken here.");
        }

        @Override
        public MessageSink binarySink() {
            throw new WebSocketFailure(1003, "Binary messages are not taken here.");
        }

        @Override
        public void ping(byte[] array, int offset, int length) {}

        @Override
        public void pong(byte[] array, int offset, int length) {}

        @Override
        public void close(int code, String reason) {}
    }
}
