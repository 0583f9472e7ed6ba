package dev.sheetbend.websocket.client;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A programmatic endpoint that keeps what it is told. Public, with a public constructor, for the forms with a class. */
public class RecordingEndpoint extends Endpoint {
    private static final int MAX_MESSAGE = 32 * 1024 * 1024;

    final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    volatile boolean opened;
    volatile Thread openThread;

    /** For the container. */
    public RecordingEndpoint() {}

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        openThread = Thread.currentThread();
        session.setMaxTextMessageBufferSize(MAX_MESSAGE);
        session.setMaxBinaryMessageBufferSize(MAX_MESSAGE);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) messages::add);
        session.addMessageHandler(
                byte[].class, (MessageHandler.Whole<byte[]>) bytes -> messages.add(ByteBuffer.wrap(bytes)));
        opened = true;
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed.complete(reason);
    }

    @Override
    public void onError(Session session, Throwable thrown) {
        errors.add(thrown);
    }

    Object next() throws InterruptedException {
        return messages.poll(20, TimeUnit.SECONDS);
    }

    int closeCode() throws Exception {
        return closed.get(20, TimeUnit.SECONDS).getCloseCode().getCode();
    }
}
