package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our side of a connection: keeps what it is told. */
final class ForeignClient extends Endpoint {
    private static final int SECONDS = 20;

    final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final List<CloseReason> closes = new CopyOnWriteArrayList<>();
    volatile Session session;

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) messages::add);
        opened.addMessageHandler(
                byte[].class, (MessageHandler.Whole<byte[]>) bytes -> messages.add(ByteBuffer.wrap(bytes)));
        opened.addMessageHandler(PongMessage.class, pong -> {
            byte[] bytes = new byte[pong.getApplicationData().remaining()];
            pong.getApplicationData().get(bytes);
            pongs.add(new String(bytes, UTF_8));
        });
    }

    @Override
    public void onError(Session failed, Throwable error) {
        errors.add(error);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        closes.add(reason);
    }

    /** The next message: a String, or a ByteBuffer; null when none comes. */
    Object next() throws InterruptedException {
        return messages.poll(SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a text, and gives what comes next. */
    Object ask(String text) throws Exception {
        session.getBasicRemote().sendText(text);
        return next();
    }
}
