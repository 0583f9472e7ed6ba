package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.frame.FrameConsumer;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.FrameParser;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import java.nio.ByteBuffer;

/**
 * Reads what the server of one connection sends: counts bytes and messages, and compares the first messages with what
 * was sent. Not thread safe.
 */
final class AnswerReader implements FrameConsumer {
    private final FrameParser parser = new FrameParser(Role.CLIENT, true, AnswerReader::compression, this);
    private final Verifier verifier;
    private long bytes;
    private long messages;
    private boolean closed;

    private boolean data;
    private boolean fin;

    AnswerReader(Verifier verifier) {
        this.verifier = verifier;
    }

    /** Bytes since the handshake, headers and control frames included. */
    long bytes() {
        return bytes;
    }

    /** Whole messages since the handshake. */
    long messages() {
        return messages;
    }

    /** Whether a Close frame has come. */
    boolean closed() {
        return closed;
    }

    /**
     * Takes what was read.
     *
     * @param input with an array, whose content is lost
     */
    void read(ByteBuffer input) {
        bytes += input.remaining();
        parser.parse(input.array(), input.arrayOffset() + input.position(), input.remaining());
        input.position(input.limit());
    }

    /** Ends the verification and releases what it holds. */
    void end() {
        verifier.end();
    }

    @Override
    public void frameHeader(FrameHeader header) {
        data = !header.opcode().isControl();
        fin = header.fin();
        if (header.opcode() == Opcode.CLOSE) {
            closed = true;
        }
        if (data && header.opcode() != Opcode.CONTINUATION) {
            verifier.begin((header.rsv() & FrameHeader.RSV1) != 0);
        }
    }

    @Override
    public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
        if (!data) {
            return;
        }
        verifier.add(array, offset, length);
        if (endOfFrame && fin) {
            verifier.finish(messages);
            messages++;
        }
    }

    private static int compression(Opcode opcode) {
        return opcode == Opcode.TEXT || opcode == Opcode.BINARY ? FrameHeader.RSV1 : 0;
    }
}
