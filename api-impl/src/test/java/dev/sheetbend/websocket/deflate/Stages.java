package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;

/** One end of a connection: its two stages, with what comes out of them and all that they borrow from. */
final class Stages implements AutoCloseable {
    final Pools pools;
    final CountingBuffers buffers;
    final RecordingStage sent = new RecordingStage();
    final RecordingStage received = new RecordingStage();
    final OutboundStage outbound;
    final FrameStage inbound;

    private final DataFrame header = new DataFrame();

    Stages(Pools pools, CountingBuffers buffers, Context own, Context peer) {
        this.pools = pools;
        this.buffers = buffers;
        var agreement = new DeflateAgreement(ExtensionOffer.of(PermessageDeflate.NAME), own, peer, 6, 0, pools);
        outbound = (OutboundStage) agreement.outbound(sent, buffers);
        inbound = agreement.inbound(received, buffers);
    }

    /** With pools of its own, and the same rules in both directions. */
    static Stages of(boolean takeover, int windowBits) {
        var context = new Context(takeover, windowBits);
        return new Stages(new Pools(4), new CountingBuffers(), context, context);
    }

    /** Sends a message in one frame, and says what stands in the frame. */
    byte[] send(String text) {
        return send(Bytes.utf8(text));
    }

    /** Sends a message in one frame, and says what stands in the frame. */
    byte[] send(byte[] payload) {
        return sendFrame(true, true, payload);
    }

    /** Sends a frame in one slice, and says what stands in it. */
    byte[] sendFrame(boolean first, boolean last, byte[] payload) {
        outbound.frame(header.set(true, first, last, 0, payload.length));
        outbound.payload(payload, 0, payload.length, true);
        return sent.frames().get(sent.frames().size() - 1).bytes();
    }

    /** Receives a compressed message in one frame and one slice, and says what came out. */
    byte[] receive(byte[] payload) {
        return receiveFrame(true, true, DataFrame.RSV1, payload);
    }

    /** Receives a frame in one slice, and says what came out. */
    byte[] receiveFrame(boolean first, boolean last, int rsv, byte[] payload) {
        inbound.frame(header.set(true, first, last, rsv, payload.length));
        inbound.payload(payload, 0, payload.length, true);
        return received.frames().get(received.frames().size() - 1).bytes();
    }

    /** Checks that everything is idle again. */
    void assertIdle() {
        assertThat(buffers.outstanding()).as("buffers").isZero();
        assertThat(pools.deflaters().active()).as("deflaters").isZero();
        assertThat(pools.inflaters().active()).as("inflaters").isZero();
    }

    @Override
    public void close() {
        outbound.close();
        inbound.close();
        assertIdle();
    }
}
