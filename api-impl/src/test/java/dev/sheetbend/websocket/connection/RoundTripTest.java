package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What one end of a connection writes, the other reads, however it was fragmented and split on its way. */
class RoundTripTest {
    /** A message to send. */
    private static final class Message {
        private final boolean text;
        private final byte[] payload;
        /** How many frames it is cut into, at random places. */
        private final int fragments;
        /** Whether control frames stand between the frames. */
        private final boolean controlsBetween;

        Message(boolean text, byte[] payload, int fragments, boolean controlsBetween) {
            this.text = text;
            this.payload = payload;
            this.fragments = fragments;
            this.controlsBetween = controlsBetween;
        }

        @Override
        public String toString() {
            return (text ? "text of " : "binary of ") + payload.length + " bytes in " + fragments + " frames"
                    + (controlsBetween ? " with control frames" : "");
        }
    }

    @Provide
    Arbitrary<List<Message>> conversations() {
        Arbitrary<byte[]> anyBytes = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
                Arbitraries.of(0, 1, 125, 126, 127, 1024, 65_535, 65_536, 65_537, 150_000)
                        .map(Bytes::pattern));
        Arbitrary<byte[]> anyText = Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0x7F),
                        Arbitraries.integers().between(0, Character.MAX_CODE_POINT))
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(200)
                .map(points -> {
                    var text = new StringBuilder();
                    points.forEach(text::appendCodePoint);
                    return Bytes.utf8(text.toString());
                });
        Arbitrary<Integer> fragments = Arbitraries.integers().between(1, 6);
        Arbitrary<Boolean> controls = Arbitraries.of(true, false);
        Arbitrary<Message> binary = Combinators.combine(anyBytes, fragments, controls)
                .as((payload, count, between) -> new Message(false, payload, count, between));
        Arbitrary<Message> text = Combinators.combine(anyText, fragments, controls)
                .as((payload, count, between) -> new Message(true, payload, count, between));
        return Arbitraries.oneOf(binary, text).list().ofMaxSize(6);
    }

    @Property(tries = 400)
    void whatOneEndWritesTheOtherReads(
            @ForAll Role sender,
            @ForAll ReceivingEnd.Mode mode,
            @ForAll("conversations") List<Message> messages,
            @ForAll long seed) {
        var random = new Random(seed);
        var sending = new SendingEnd(sender, random);
        messages.forEach(sending::send);
        sending.close(1000, "\u20AC".repeat(random.nextInt(60)));

        var end = new ReceivingEnd(sender == Role.SERVER ? Role.CLIENT : Role.SERVER, mode);
        byte[] wire = sending.wire.toByteArray();
        int most = random.nextBoolean() ? 10 : 20_000;
        for (int at = 0; at < wire.length; ) {
            int length = Math.min(wire.length - at, 1 + random.nextInt(most));
            end.receive(wire, at, length);
            at += length;
        }
        assertThat(end.events).isEqualTo(sending.sent);
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Provide
    Arbitrary<byte[]> almostFrames() {
        Arbitrary<Integer> firstByte = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A)),
                Tuple.of(1, Arbitraries.integers().between(0, 255)));
        Arbitrary<byte[]> payload = Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of("", "41", "c3a9", "e282", "ac", "03e8", "03e84f4b")
                                .map(Bytes::hex)),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(12)));
        return Combinators.combine(firstByte, payload, Arbitraries.of(Role.values()))
                .as((first, bytes, receiver) -> Wire.frameTo(receiver, first, bytes))
                .list()
                .ofMaxSize(6)
                .map(frames -> Bytes.concat(frames.toArray(byte[][]::new)));
    }

    @Property(tries = 400)
    void anyBytesMeanTheSameUnderEverySplit(
            @ForAll Role receiver, @ForAll ReceivingEnd.Mode mode, @ForAll("almostFrames") byte[] wire) {
        var whole = new ReceivingEnd(receiver, mode);
        whole.receive(wire.clone());
        whole.releaseAndCheckThatNothingIsHeld();
        EverySplit.of(wire, split -> {
            var end = new ReceivingEnd(receiver, mode);
            split.feed(end::receive);
            assertThat(end.events).as("%s", split).isEqualTo(whole.events);
            end.releaseAndCheckThatNothingIsHeld();
        });
    }

    /** Writes with a write half, and keeps the events that the other end is to see. */
    private static final class SendingEnd {
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private final List<String> sent = new ArrayList<>();
        private final Role role;
        private final Random random;
        private final WriteHalf half;
        private final byte[] scratch = new byte[FrameEncoder.MAX_CONTROL_FRAME];

        SendingEnd(Role role, Random random) {
            this.role = role;
            this.random = random;
            this.half = new WriteHalf(role == Role.CLIENT, random::nextInt);
        }

        void send(Message message) {
            int[] cuts = random.ints(message.fragments - 1L, 0, message.payload.length + 1)
                    .sorted()
                    .toArray();
            int from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                int to = i < cuts.length ? cuts[i] : message.payload.length;
                frame(message, from, to, i == cuts.length);
                if (message.controlsBetween && i < cuts.length) {
                    control();
                }
                from = to;
            }
            String hex = Bytes.toHex(message.payload, 0, message.payload.length);
            sent.add(message.text ? "text " + new String(message.payload, StandardCharsets.UTF_8) : "binary " + hex);
        }

        private void frame(Message message, int from, int to, boolean last) {
            Opcode kind = message.text ? Opcode.TEXT : Opcode.BINARY;
            int length = to - from;
            if (role == Role.SERVER && random.nextBoolean()) {
                byte[] header = new byte[FrameEncoder.MAX_HEADER];
                wire.write(header, 0, half.dataHeader(kind, last, length, header, 0));
                wire.write(message.payload, from, length);
                return;
            }
            byte[] array = new byte[FrameEncoder.MAX_HEADER + length];
            System.arraycopy(message.payload, from, array, FrameEncoder.MAX_HEADER, length);
            int start = half.frameInPlace(kind, last, 0, array, FrameEncoder.MAX_HEADER, length);
            wire.write(array, start, array.length - start);
        }

        private void control() {
            byte[] payload = new byte[random.nextInt(126)];
            random.nextBytes(payload);
            boolean ping = random.nextBoolean();
            int length = ping
                    ? half.ping(payload, 0, payload.length, scratch, 0)
                    : half.pong(payload, 0, payload.length, scratch, 0);
            wire.write(scratch, 0, length);
            sent.add((ping ? "ping " : "pong ") + Bytes.toHex(payload, 0, payload.length));
        }

        void close(int code, String reason) {
            wire.write(scratch, 0, half.close(code, reason, scratch, 0));
            byte[] cut = Arrays.copyOf(Bytes.utf8(reason), Math.min(123, Bytes.utf8(reason).length));
            sent.add("close " + code + " " + new String(cut, StandardCharsets.UTF_8));
        }
    }
}
