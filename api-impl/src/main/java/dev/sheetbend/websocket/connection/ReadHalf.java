package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.buffer.ByteQueue;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.FrameConsumer;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.FrameParser;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Utf8Validator;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import java.nio.charset.StandardCharsets;

/**
 * The receiving half of one connection (RFC 6455, 5 and 6.2): bytes in, messages and control frames out to a
 * {@link ConnectionSink}. Between messages it holds no buffer.
 *
 * <p>It ends at a Close frame, at a failure, at anything that the sink throws, and in {@link #release}; it then holds
 * no buffer either and ignores further input. Not thread safe: one thread at a time, {@code release} included.
 */
public final class ReadHalf {
    /** Null while it reads for nobody. */
    private ConnectionSink sink;

    private final FrameParser parser;
    private final MessageAssembler assembler;
    /** A control frame that does not arrive in one piece. */
    private final ByteQueue controlBytes;

    private final DataFrames dataFrames;

    /** The control frame that is being read; any other opcode stands for a data frame. */
    private Opcode opcode = Opcode.CONTINUATION;
    /** Whether the sink is being called; what it was given stays valid until it returns. */
    private boolean receiving;

    /**
     * @param role of this end of the connection
     * @param extensions what was negotiated
     * @param pool lends the memory for what does not arrive in one piece
     */
    public ReadHalf(Role role, ExtensionStack extensions, BufferPool pool, ConnectionSink sink) {
        this.sink = sink;
        this.parser = new FrameParser(role, extensions.clientMasks(), extensions, new Frames());
        this.assembler = new MessageAssembler(pool, sink);
        this.dataFrames = new DataFrames(extensions, pool, assembler);
        this.controlBytes = new ByteQueue(pool);
    }

    /**
     * Whether it stands between two messages and has not ended. If there are no extensions, it then remembers nothing of
     * its connection, and may go on with another one.
     */
    public boolean isAtRest() {
        return parser.isAtRest();
    }

    /** Goes on with another connection without extensions, from its first byte or between two messages. */
    public void readFor(ConnectionSink other) {
        sink = other;
        assembler.readFor(other);
    }

    /** Lets go of its connection, in which it {@link #isAtRest}; {@link #readFor} comes next. */
    public void readForNobody() {
        sink = null;
        assembler.readFor(null);
    }

    /**
     * Takes the next bytes of the peer, which are unmasked in place, and calls the sink for what they complete.
     *
     * @throws WebSocketFailure when the peer broke a rule; its code and message belong into the Close frame
     */
    public void receive(byte[] array, int offset, int length) {
        receiving = true;
        try {
            parser.parse(array, offset, length);
        } catch (ExtensionFailure failure) {
            throw new WebSocketFailure(failure.closeCode(), failure.getMessage());
        } finally {
            receiving = false;
            if (parser.isStopped()) {
                release();
            }
        }
    }

    /**
     * During a call of the sink: whether bytes follow behind the current frame in the array that is being received, so
     * that another call of the sink is likely to come at once.
     */
    public boolean hasMoreInput() {
        return parser.remaining() > 0;
    }

    /** Whether further input is ignored. */
    public boolean isEnded() {
        return parser.isStopped();
    }

    /**
     * Ends this half and gives its memory back to the pool. Called by the sink, it takes effect when {@link #receive}
     * returns. Any number of times.
     */
    public void release() {
        parser.stop();
        if (!receiving) {
            assembler.release();
            controlBytes.clear();
            closeStages();
        }
    }

    private void closeStages() {
        try {
            dataFrames.close();
        } catch (RuntimeException e) {
            sink.stageNotClosed(e);
        }
    }

    /** Sorts control frames from data frames. */
    private final class Frames implements FrameConsumer {
        @Override
        public void frameHeader(FrameHeader header) {
            opcode = header.opcode();
            if (!opcode.isControl()) {
                dataFrames.begin(header);
            } else if (opcode == Opcode.CLOSE && header.payloadLength() == 1) {
                // RFC 6455, 5.5.1
                throw WebSocketFailure.protocol("The payload of a Close frame must not be a single byte.");
            }
        }

        @Override
        public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
            if (!opcode.isControl()) {
                dataFrames.payload(array, offset, length, endOfFrame, parser.isAsciiSlice());
            } else if (endOfFrame && controlBytes.size() == 0) {
                controlFrame(array, offset, length);
            } else {
                controlBytes.append(array, offset, length);
                if (endOfFrame) {
                    gatheredControlFrame();
                }
            }
        }
    }

    private void gatheredControlFrame() {
        try {
            controlFrame(controlBytes.contiguousArray(), 0, controlBytes.size());
        } finally {
            controlBytes.clear();
        }
    }

    private void controlFrame(byte[] array, int offset, int length) {
        if (opcode == Opcode.PING) {
            sink.ping(array, offset, length);
        } else if (opcode == Opcode.PONG) {
            sink.pong(array, offset, length);
        } else {
            closeFrame(array, offset, length);
        }
    }

    /** RFC 6455, 5.5.1 and 7.4. */
    private void closeFrame(byte[] array, int offset, int length) {
        if (length == 0) {
            parser.stop();
            sink.close(CloseCodes.NO_STATUS, "");
            return;
        }
        int code = ((array[offset] & 0xFF) << Byte.SIZE) | (array[offset + 1] & 0xFF);
        if (!CloseCodes.isLegalOnWire(code)) {
            throw WebSocketFailure.protocol("The close code " + code + " must not be sent.");
        }
        int reasonOffset = offset + Short.BYTES;
        int reasonLength = length - Short.BYTES;
        var reasonValidator = new Utf8Validator();
        if (!reasonValidator.accept(array, reasonOffset, reasonLength) || !reasonValidator.isComplete()) {
            // RFC 6455, 8.1
            throw WebSocketFailure.invalidData("The reason of a Close frame must be valid UTF-8.");
        }
        // Whatever follows a Close frame is ignored.
        parser.stop();
        sink.close(code, new String(array, reasonOffset, reasonLength, StandardCharsets.UTF_8));
    }
}
