package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.malformed.RawDeflate;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A raw client with permessage-deflate, which counts what the server has compressed. For one thread. */
final class DeflateClient {
    /** RSV1 alone. */
    private static final int COMPRESSED = 4;

    private final RawWebSocketClient raw;
    private final RawDeflate deflate;
    private int compressedMessages;
    private long wireBytes;
    private int pongs;

    DeflateClient(RawWebSocketClient raw, NegotiatedDeflate negotiated) {
        this.raw = raw;
        this.deflate = negotiated.newClient();
    }

    /** How many messages have come with RSV1. */
    int compressedMessages() {
        return compressedMessages;
    }

    /** How many bytes of payload have come in frames of data. */
    long wireBytes() {
        return wireBytes;
    }

    /** How many Pongs have come. */
    int pongs() {
        return pongs;
    }

    /** Sends it compressed, in one frame. */
    void send(int opcode, byte[] message) throws IOException {
        raw.send(WireFrame.of(opcode, deflate.deflate(message)).rsv(COMPRESSED));
    }

    /** Sends it as it is, which any message may be (RFC 7692, 6). */
    void sendPlain(int opcode, byte[] message) throws IOException {
        raw.send(WireFrame.of(opcode, message));
    }

    /** Sends it compressed and cut anywhere, with a Ping behind each piece but the last (RFC 7692, 6.1). */
    void sendCut(int opcode, byte[] message, Random random) throws IOException {
        byte[] payload = deflate.deflate(message);
        List<WireFrame> frames = new ArrayList<>();
        int at = 0;
        while (at < payload.length) {
            int end = Math.min(payload.length, at + 1 + random.nextInt(1 + payload.length / 3));
            byte[] piece = Arrays.copyOfRange(payload, at, end);
            frames.add(piece(frames.isEmpty(), opcode, piece).notFinal());
            frames.add(WireFrame.of(WireFrame.PING, "between"));
            at = end;
        }
        frames.add(piece(frames.isEmpty(), opcode, new byte[0]));
        raw.send(frames.toArray(WireFrame[]::new));
    }

    /** RSV1 is on the first frame of a message only (RFC 7692, 6). */
    private static WireFrame piece(boolean first, int opcode, byte[] payload) {
        return first ? WireFrame.of(opcode, payload).rsv(COMPRESSED) : WireFrame.of(WireFrame.CONTINUATION, payload);
    }

    /** The next message, of any number of frames, which must be of this kind. */
    byte[] receive(int opcode) throws IOException {
        var payload = new ByteArrayOutputStream();
        boolean compressed = false;
        int expected = opcode;
        while (true) {
            RawFrame frame = BehaviourTest.frame(raw);
            if (frame.opcode() == WireFrame.PONG || frame.opcode() == WireFrame.PING) {
                assertThat(frame.rsv()).as("RSV of %s", frame).isZero();
                pongs += frame.opcode() == WireFrame.PONG ? 1 : 0;
                continue;
            }
            assertThat(frame.opcode()).as("Opcode of %s", frame).isEqualTo(expected);
            assertThat(frame.rsv())
                    .as("RSV of %s", frame)
                    .isIn(expected == opcode ? List.of(0, COMPRESSED) : List.of(0));
            compressed |= frame.rsv() == COMPRESSED;
            expected = WireFrame.CONTINUATION;
            payload.writeBytes(frame.payload());
            if (frame.fin()) {
                break;
            }
        }
        wireBytes += payload.size();
        if (!compressed) {
            return payload.toByteArray();
        }
        compressedMessages++;
        return deflate.inflate(payload.toByteArray());
    }

    /** Sends a Close frame, and reads the server's. */
    void close() throws IOException {
        raw.sendClose(1000, "");
        assertThat(BehaviourTest.readClose(raw).closeCode()).isEqualTo(1000);
        deflate.close();
    }
}
