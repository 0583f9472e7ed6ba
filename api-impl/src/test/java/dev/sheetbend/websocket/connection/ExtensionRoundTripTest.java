package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.extension.ToyExtension;
import dev.sheetbend.websocket.extension.ToyStages;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What goes in at one end comes out at the other, through any extensions, fragmentation and split of the bytes. */
class ExtensionRoundTripTest {
    /** Extensions by name, so that each end makes its own. */
    enum Extension {
        INVERTING,
        TURNING,
        CUTTING,
        NO_MASKING;

        ExtensionAgreement make() {
            return switch (this) {
                case INVERTING -> ToyStages.inverting();
                case TURNING -> ToyStages.turning();
                case CUTTING -> ToyStages.cutting(100);
                case NO_MASKING -> ToyExtension.noMasking();
            };
        }

        static ExtensionStack stack(List<Extension> extensions) {
            return ToyExtension.stackOf(extensions.stream().map(Extension::make).toArray(ExtensionAgreement[]::new));
        }
    }

    /** A message to send; cut into frames at random places. */
    private static final class Message {
        private final boolean text;
        private final byte[] payload;
        private final int fragments;
        private final Treatment treatment;

        Message(boolean text, byte[] payload, int fragments, Treatment treatment) {
            this.text = text;
            this.payload = payload;
            this.fragments = fragments;
            this.treatment = treatment;
        }

        @Override
        public String toString() {
            return (text ? "text of " : "binary of ") + payload.length + " bytes in " + fragments + " frames, "
                    + treatment;
        }
    }

    @Provide
    Arbitrary<List<Message>> conversations() {
        Arbitrary<byte[]> anyBytes = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
                Arbitraries.of(0, 1, 2, 125, 126, 1024, 65_535, 65_536, 70_000).map(Bytes::pattern));
        Arbitrary<byte[]> anyText = Arbitraries.strings()
                .ofMaxLength(200)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .map(Bytes::utf8);
        Arbitrary<Integer> fragments = Arbitraries.integers().between(1, 6);
        Arbitrary<Treatment> treatments = Arbitraries.of(Treatment.class);
        Arbitrary<Message> binary = Combinators.combine(anyBytes, fragments, treatments)
                .as((payload, count, treatment) -> new Message(false, payload, count, treatment));
        Arbitrary<Message> text = Combinators.combine(anyText, fragments, treatments)
                .as((payload, count, treatment) -> new Message(true, payload, count, treatment));
        return Arbitraries.oneOf(binary, text).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Extension>> stacks() {
        return Arbitraries.shuffle(Extension.values())
                .flatMap(all -> Arbitraries.integers().between(1, all.size()).map(count -> all.subList(0, count)));
    }

    @Property(tries = 400)
    void whatGoesInComesOut(
            @ForAll Role sender,
            @ForAll ReceivingEnd.Mode mode,
            @ForAll("stacks") List<Extension> extensions,
            @ForAll("conversations") List<Message> messages,
            @ForAll long seed) {
        var random = new Random(seed);
        var sending = new SendingEnd(sender, Extension.stack(extensions), random);
        messages.forEach(sending::send);
        sending.end();

        var end = new ReceivingEnd(receiverOf(sender), mode, Long.MAX_VALUE, Extension.stack(extensions));
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

    @Test
    void whatGoesInComesOutUnderEverySplit() {
        for (Role sender : Role.values()) {
            for (List<Extension> extensions : List.of(
                    List.of(Extension.values()), List.of(Extension.CUTTING, Extension.TURNING, Extension.INVERTING))) {
                var sending = new SendingEnd(sender, Extension.stack(extensions), new Random(4));
                sending.send(new Message(true, Bytes.utf8("a\u20AC"), 3, Treatment.DEFAULT));
                sending.send(new Message(false, new byte[0], 1, Treatment.PLAIN));
                sending.send(new Message(false, Bytes.pattern(130), 2, Treatment.COMPRESS));
                sending.end();
                EverySplit.of(sending.wire.toByteArray(), split -> {
                    var end = new ReceivingEnd(
                            receiverOf(sender), ReceivingEnd.Mode.PARTIAL, Long.MAX_VALUE, Extension.stack(extensions));
                    split.feed(end::receive);
                    assertThat(end.events).as("%s", split).isEqualTo(sending.sent);
                    end.releaseAndCheckThatNothingIsHeld();
                });
            }
        }
    }

    private static Role receiverOf(Role sender) {
        return sender == Role.SERVER ? Role.CLIENT : Role.SERVER;
    }

    /** Sends as a connection does: what no extension takes as it is, the rest as it comes out. */
    private static final class SendingEnd {
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private final List<String> sent = new ArrayList<>();
        private final Random random;
        private final BufferPool pool = new BufferPool(1 << 20);
        private final WriteHalf half;
        private final MessageEncoder encoder;

        SendingEnd(Role role, ExtensionStack extensions, Random random) {
            this.random = random;
            this.half = new WriteHalf(role == Role.CLIENT && extensions.clientMasks(), random::nextInt);
            this.encoder = new MessageEncoder(extensions, pool);
        }

        void send(Message message) {
            int[] cuts = random.ints(message.fragments - 1L, 0, message.payload.length + 1)
                    .sorted()
                    .toArray();
            int from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                int to = i < cuts.length ? cuts[i] : message.payload.length;
                frame(message, from, to - from, i == cuts.length);
                if (i < cuts.length && random.nextBoolean()) {
                    ping();
                }
                from = to;
            }
            String hex = Bytes.toHex(message.payload, 0, message.payload.length);
            sent.add(message.text ? "text " + new String(message.payload, StandardCharsets.UTF_8) : "binary " + hex);
        }

        private void frame(Message message, int offset, int length, boolean last) {
            Opcode kind = message.text ? Opcode.TEXT : Opcode.BINARY;
            if (!encoder.takes(message.text, last, length, message.treatment)) {
                byte[] array = new byte[FrameEncoder.MAX_HEADER + length];
                System.arraycopy(message.payload, offset, array, FrameEncoder.MAX_HEADER, length);
                int start = half.frameInPlace(kind, last, 0, array, FrameEncoder.MAX_HEADER, length);
                wire.write(array, start, array.length - start);
                return;
            }
            for (EncodedFrame frame : encoder.encode(message.payload, offset, length)) {
                half.frameInPieces(kind, frame.last(), frame.rsv(), frame.pieces());
                for (ByteBuffer piece : frame.pieces()) {
                    wire.write(piece.array(), piece.position(), piece.remaining());
                }
                frame.release();
            }
        }

        private void ping() {
            byte[] payload = Bytes.pattern(random.nextInt(126));
            byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
            wire.write(frame, 0, half.ping(payload, 0, payload.length, frame, 0));
            sent.add("ping " + Bytes.toHex(payload, 0, payload.length));
        }

        void end() {
            byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
            wire.write(frame, 0, half.close(1000, "", frame, 0));
            sent.add("close 1000 ");
            encoder.close();
            assertThat(pool.outstanding()).isZero();
        }
    }
}
