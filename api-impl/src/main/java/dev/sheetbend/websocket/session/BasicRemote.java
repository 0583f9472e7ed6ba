package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.session.DirectSends.Manner;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The blocking remote. Each method returns when the transport has the message, or, while the calling thread handles a batch
 * of messages, when it is in what that gathers or holds; it waits for a limited time without progress. Any number of
 * threads: messages queue.
 *
 * <p>What a thread sends by the methods with an {@code isLast} parameter is one message of its own, see
 * {@link ThreadOfControl}; a stream or a writer is one message whichever threads write it.
 */
final class BasicRemote extends AbstractRemote implements RemoteEndpoint.Basic {
    private static final AtomicReferenceFieldUpdater<BasicRemote, PartialText> PARTIAL_TEXT =
            AtomicReferenceFieldUpdater.newUpdater(BasicRemote.class, PartialText.class, "partialText");

    private final ObjectEncoding encoding;
    private final Treatment treatment;
    /** Null until text is sent in parts. */
    private volatile PartialText partialText;

    /**
     * @param treatment what extensions are to do with its messages
     */
    BasicRemote(SessionConnection connection, ObjectEncoding encoding, Treatment treatment) {
        super(connection);
        this.encoding = encoding;
        this.treatment = treatment;
    }

    private void send(Outgoing frame) throws IOException {
        sending().sendBlocking(frame.treated(treatment));
    }

    private void send(SendQueue queue, String text, Manner manner) throws IOException {
        if (!queue.direct().takesNothing() && !Outgoing.isShort(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            send(queue, Opcode.TEXT, bytes, 0, bytes.length, manner);
        } else if (!queue.direct().text(text, manner)) {
            queue.sendBlocking(Outgoing.text(text, true, null).treated(treatment));
        }
    }

    private void send(SendQueue queue, Opcode kind, byte[] array, int offset, int length, Manner manner)
            throws IOException {
        if (!queue.direct().bytes(kind, array, offset, length, manner)) {
            queue.sendBlocking(Outgoing.bytes(kind, array, offset, length).treated(treatment));
        }
    }

    /** Sends what a message method of the endpoint has returned, which is the last thing that it does. */
    void sendReturned(Object value) throws IOException, EncodeException {
        if (value instanceof String text && encoding.textIsPlain()) {
            send(queue(), text, Manner.RETURNED);
        } else if (value instanceof byte[] bytes && encoding.bytesArePlain()) {
            send(queue(), Opcode.BINARY, bytes, 0, bytes.length, Manner.RETURNED);
        } else if (value instanceof ByteBuffer buffer && buffer.hasArray() && encoding.isPlain(buffer)) {
            int offset = buffer.arrayOffset() + buffer.position();
            int length = buffer.remaining();
            buffer.position(buffer.limit());
            send(queue(), Opcode.BINARY, buffer.array(), offset, length, Manner.RETURNED);
        } else {
            sendObject(value);
        }
    }

    @Override
    public void sendText(String text) throws IOException {
        require(text, "text");
        send(sending(), text, Manner.BLOCKING);
    }

    @Override
    public void sendBinary(ByteBuffer data) throws IOException {
        require(data, "data");
        if (data.hasArray()) {
            int offset = data.arrayOffset() + data.position();
            int length = data.remaining();
            data.position(data.limit());
            send(sending(), Opcode.BINARY, data.array(), offset, length, Manner.BLOCKING);
        } else {
            send(Outgoing.binary(data, true, null));
        }
    }

    @Override
    public void sendText(String partialMessage, boolean isLast) throws IOException {
        require(partialMessage, "partial message");
        partialText().send(partialMessage, isLast, ThreadOfControl.current(), sending());
    }

    private PartialText partialText() {
        if (partialText == null) {
            PARTIAL_TEXT.compareAndSet(this, null, new PartialText(PartialKeys.TEXT, treatment));
        }
        return partialText;
    }

    @Override
    public void sendBinary(ByteBuffer partialByte, boolean isLast) throws IOException {
        require(partialByte, "partial message");
        send(Outgoing.binary(partialByte, isLast, PartialKeys.BINARY));
    }

    @Override
    public OutputStream getSendStream() throws IOException {
        requireOpenForSending();
        return new SendStream(this::sending, treatment);
    }

    @Override
    public Writer getSendWriter() throws IOException {
        requireOpenForSending();
        return new SendWriter(this::sending, treatment);
    }

    @Override
    public void sendObject(Object data) throws IOException, EncodeException {
        require(data, "data");
        send(encoding.encode(data));
    }

    @Override
    void sendControl(Outgoing frame) throws IOException {
        sending().sendBlocking(frame);
    }
}
