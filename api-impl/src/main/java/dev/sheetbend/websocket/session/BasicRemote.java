package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;

/**
 * The blocking remote. Each method returns when the transport has the message, or, while the replies to one read are
 * being gathered, when it is gathered; it waits for a limited time without progress. Any number of threads: messages
 * queue.
 *
 * <p>What a thread sends by the methods with an {@code isLast} parameter is one message of its own, see
 * {@link ThreadOfControl}; a stream or a writer is one message whichever threads write it.
 */
final class BasicRemote extends AbstractRemote implements RemoteEndpoint.Basic {
    private final ObjectEncoding encoding;
    private final Treatment treatment;
    private final PartialText partialText;

    /**
     * @param treatment what extensions are to do with its messages
     */
    BasicRemote(SessionConnection connection, ObjectEncoding encoding, Treatment treatment) {
        super(connection);
        this.encoding = encoding;
        this.treatment = treatment;
        this.partialText = new PartialText(PartialKeys.TEXT, treatment);
    }

    private void send(Outgoing frame) throws IOException {
        sending().sendBlocking(frame.treated(treatment));
    }

    @Override
    public void sendText(String text) throws IOException {
        require(text, "text");
        send(Outgoing.text(text, true, null));
    }

    @Override
    public void sendBinary(ByteBuffer data) throws IOException {
        require(data, "data");
        send(Outgoing.binary(data, true, null));
    }

    @Override
    public void sendText(String partialMessage, boolean isLast) throws IOException {
        require(partialMessage, "partial message");
        partialText.send(partialMessage, isLast, ThreadOfControl.current(), sending());
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
