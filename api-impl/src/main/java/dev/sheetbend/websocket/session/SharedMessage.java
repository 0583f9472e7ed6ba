package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.EncodedFrame;
import dev.sheetbend.websocket.connection.MessageEncoder;
import dev.sheetbend.websocket.connection.WriteHalf;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message for many sessions: its bytes are made once, and once more for each setting of extensions that treat every
 * message on its own. None of its arrays changes when it has been handed out. For the thread that broadcasts.
 */
final class SharedMessage {
    private final Opcode kind;
    /** The whole message as a frame without a mask. */
    private final byte[] plain;

    private final int payloadStart;
    private final Outgoing probe;

    /** Few: sessions of one application have one setting, or two. */
    private final List<Variant> variants = new ArrayList<>(1);

    /**
     * What extensions make of the message.
     *
     * @param extensions one of those that do the same
     * @param frames complete and without masks; empty when each session has to see for itself
     */
    private record Variant(ExtensionStack extensions, Optional<byte[]> frames) {}

    private SharedMessage(Opcode kind, int length) {
        this.kind = kind;
        this.payloadStart = FrameEncoder.headerLength(length, false);
        this.plain = new byte[payloadStart + length];
        FrameEncoder.writeHeader(plain, 0, true, 0, kind, length);
        this.probe = individual();
        // Without extensions, a message is sent as it is.
        this.variants.add(new Variant(ExtensionStack.EMPTY, Optional.of(plain)));
    }

    static SharedMessage text(String text) {
        var message = new SharedMessage(Opcode.TEXT, Utf8Encoder.length(text));
        Utf8Encoder.encode(text, message.plain, message.payloadStart);
        return message;
    }

    /** Copies the whole buffer: its position moves to its limit. */
    static SharedMessage binary(ByteBuffer data) {
        var message = new SharedMessage(Opcode.BINARY, data.remaining());
        data.get(message.plain, message.payloadStart, data.remaining());
        return message;
    }

    /** For a session that treats it in its own way; the payload is shared all the same. */
    Outgoing individual() {
        return Outgoing.shared(kind, plain, payloadStart, plain.length - payloadStart);
    }

    /** Stands for any {@link #individual}, to ask questions about; never sent. */
    Outgoing probe() {
        return probe;
    }

    /**
     * The frames that any connection with equal extensions may send, if it does not mask.
     *
     * @param pool lends memory for the moment
     * @return empty when what they send depends on more than the message
     */
    Optional<byte[]> frames(ExtensionStack extensions, BufferPool pool) {
        if (!extensions.canShare()) {
            return Optional.empty();
        }
        // Asked for each delivery: without an iterator.
        for (int i = 0; i < variants.size(); i++) {
            if (variants.get(i).extensions.sharesWith(extensions)) {
                return variants.get(i).frames;
            }
        }
        var variant = new Variant(extensions, encode(extensions, pool));
        variants.add(variant);
        return variant.frames;
    }

    private Optional<byte[]> encode(ExtensionStack extensions, BufferPool pool) {
        var encoder = new MessageEncoder(extensions, pool);
        try {
            int length = plain.length - payloadStart;
            return Optional.of(
                    encoder.takes(kind == Opcode.TEXT, true, length, Treatment.DEFAULT)
                            ? framed(encoder.encode(plain, payloadStart, length))
                            : plain);
        } catch (RuntimeException e) {
            // Each session meets the failure by itself, and ends by it.
            return Optional.empty();
        } finally {
            close(encoder);
        }
    }

    private static void close(MessageEncoder encoder) {
        try {
            encoder.close();
        } catch (RuntimeException e) {
            // The message has been encoded; the sessions' own stages tell of such a failure when they end.
            return;
        }
    }

    private byte[] framed(List<EncodedFrame> frames) {
        try {
            int size = 0;
            for (EncodedFrame frame : frames) {
                size += FrameEncoder.headerLength(frame.length(), false) + frame.length();
            }
            var bytes = new byte[size];
            var half = new WriteHalf(false, () -> 0);
            int end = 0;
            for (EncodedFrame frame : frames) {
                int payload = end + FrameEncoder.headerLength(frame.length(), false);
                frame.copyTo(bytes, payload);
                half.frameInPlace(kind, frame.last(), frame.rsv(), bytes, payload, frame.length());
                end = payload + frame.length();
            }
            return bytes;
        } finally {
            frames.forEach(EncodedFrame::release);
        }
    }
}
