package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * What one end sends comes out at the other, and at an inflater of exactly the window that was agreed, however messages
 * are fragmented, frames sliced and parameters combined.
 */
class DeflateRoundTripTest {
    private static final DataFrame HEADER = new DataFrame();
    private static final int MOST = 1 << 20;

    @Provide
    Arbitrary<List<byte[]>> conversations() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(3000);
        Arbitrary<byte[]> repetitive =
                Arbitraries.integers().between(0, 60_000).map(length -> new SampleTexts(length).json(length));
        Arbitrary<byte[]> zeros = Arbitraries.integers().between(0, 100_000).map(byte[]::new);
        Arbitrary<byte[]> text = Arbitraries.strings().ofMaxLength(300).map(Bytes::utf8);
        return Arbitraries.frequencyOf(
                        Tuple.of(2, noise), Tuple.of(4, repetitive), Tuple.of(1, zeros), Tuple.of(2, text))
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whatGoesInComesOut(
            @ForAll("conversations") List<byte[]> messages,
            @ForAll boolean takeover,
            @ForAll @IntRange(min = 8, max = 15) int windowBits,
            @ForAll @IntRange(min = 1, max = 5) int mostFrames,
            @ForAll @IntRange(min = 1, max = 4) int mostSlices,
            @ForAll boolean tinyBuffers,
            @ForAll boolean crowdedPool,
            @ForAll long seed) {
        var random = new Random(seed);
        var context = new Context(takeover, windowBits);
        var pools = new Pools(crowdedPool ? 1 : 3);
        var buffers = tinyBuffers ? new CountingBuffers(24) : new CountingBuffers();
        var jzlib = new JzlibInflater(windowBits);
        var otherJzlib = new JzlibInflater(windowBits);
        try (var end = new Stages(pools, buffers, context, context);
                var other = new Stages(pools, buffers, context, context)) {
            for (byte[] message : messages) {
                byte[] before = message.clone();
                sendInPieces(end, message, random, mostFrames, mostSlices, () -> {
                    // Takes the only compressor of a crowded pool, within a message too.
                    if (random.nextBoolean()) {
                        assertThat(otherJzlib.message(other.send(message))).isEqualTo(message);
                    }
                });
                assertThat(message).isEqualTo(before);

                List<RecordingStage.Frame> frames = List.copyOf(end.sent.frames());
                end.sent.clear();
                assertThat(jzlib.message(payloads(frames))).isEqualTo(message);
                frames.forEach(frame -> passOn(frame, end.inbound, random, mostSlices));
                assertThat(end.received.bytes()).isEqualTo(message);
                assertThat(end.received.frames()).allMatch(frame -> frame.rsv() == 0);
                end.received.clear();
                end.assertIdle();
            }
        }
        assertThat(pools.deflaters().parked()).isZero();
        assertThat(pools.deflaters().alive()).isZero();
        assertThat(pools.inflaters().alive()).isZero();
    }

    /** A frame can be read when it has arrived, so its end must come out of an inflater that has no more than that. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void eachFrameIsFlushed(
            @ForAll("conversations") List<byte[]> frames,
            @ForAll @IntRange(min = 8, max = 15) int windowBits,
            @ForAll boolean takeover) {
        var jzlib = new JzlibInflater(windowBits);
        try (var end = Stages.of(takeover, windowBits)) {
            for (int i = 0; i < frames.size(); i++) {
                byte[] payload = end.sendFrame(i == 0, false, frames.get(i));
                assertThat(jzlib.frame(payload)).isEqualTo(frames.get(i));
                assertThat(end.receiveFrame(i == 0, false, i == 0 ? DataFrame.RSV1 : 0, payload))
                        .isEqualTo(frames.get(i));
            }
        }
    }

    /** Whatever arrives, it is taken or refused, and nothing stays borrowed. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void damagedMessagesAreTakenOrRefused(
            @ForAll("conversations") List<byte[]> messages, @ForAll boolean takeover, @ForAll long seed) {
        var random = new Random(seed);
        Stages receiver = Stages.of(takeover, 15);
        receiver.received.limitedTo(MOST);
        try (receiver;
                var sender = Stages.of(takeover, 15)) {
            for (byte[] message : messages) {
                byte[] sent = sender.send(message);
                for (int damages = random.nextInt(3); damages > 0; damages--) {
                    sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
                }
                byte[] damaged = Arrays.copyOf(sent, sent.length - random.nextInt(2));
                receiver.inbound.frame(HEADER.set(true, true, true, DataFrame.RSV1, damaged.length));
                slice(damaged, receiver.inbound, random, 3);
                receiver.assertIdle();
            }
        } catch (ExtensionFailure refused) {
            assertThat(refused.closeCode()).isEqualTo(1007);
        } catch (RecordingStage.TooMuch grown) {
            assertThat(receiver.received.received()).isGreaterThan(MOST);
        }
        receiver.assertIdle();
    }

    private static void sendInPieces(
            Stages end, byte[] message, Random random, int mostFrames, int mostSlices, Runnable afterFrame) {
        List<byte[]> frames = cut(message, random, mostFrames);
        for (int i = 0; i < frames.size(); i++) {
            byte[] payload = frames.get(i);
            end.outbound.frame(HEADER.set(true, i == 0, i == frames.size() - 1, 0, payload.length));
            slice(payload, end.outbound, random, mostSlices);
            afterFrame.run();
        }
    }

    private static void passOn(RecordingStage.Frame frame, FrameStage stage, Random random, int mostSlices) {
        assertThat(frame.rsv()).isEqualTo(frame.first() ? DataFrame.RSV1 : 0);
        byte[] payload = frame.bytes();
        stage.frame(HEADER.set(frame.text(), frame.first(), frame.last(), frame.rsv(), payload.length));
        slice(payload, stage, random, mostSlices);
    }

    private static void slice(byte[] payload, FrameStage stage, Random random, int mostSlices) {
        List<byte[]> slices = cut(payload, random, mostSlices);
        for (int i = 0; i < slices.size(); i++) {
            byte[] slice = slices.get(i);
            stage.payload(slice, 0, slice.length, i == slices.size() - 1);
        }
    }

    /** Into 1 to {@code most} pieces, which may be empty. */
    private static List<byte[]> cut(byte[] bytes, Random random, int most) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int left = random.nextInt(most); left > 0; left--) {
            int to = from + random.nextInt(bytes.length - from + 1);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    private static byte[] payloads(List<RecordingStage.Frame> frames) {
        return Bytes.concat(frames.stream().map(RecordingStage.Frame::bytes).toArray(byte[][]::new));
    }
}
