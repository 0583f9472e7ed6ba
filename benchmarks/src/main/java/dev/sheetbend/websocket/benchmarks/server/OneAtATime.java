package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * Sends to one session of Tomcat's: there a send throws while another one to the same session is running, and it counts as
 * running until another thread has called the handler, which may be after the peer has answered. So each send waits for
 * the one before. Any thread.
 */
final class OneAtATime implements SendHandler {
    private final Session session;
    private final Semaphore idle = new Semaphore(1);

    OneAtATime(Session session) {
        this.session = session;
    }

    void sendText(String text) throws InterruptedException {
        idle.acquire();
        boolean sent = false;
        try {
            session.getAsyncRemote().sendText(text, this);
            sent = true;
        } finally {
            releaseUnless(sent);
        }
    }

    void sendBinary(ByteBuffer bytes) throws InterruptedException {
        idle.acquire();
        boolean sent = false;
        try {
            session.getAsyncRemote().sendBinary(bytes, this);
            sent = true;
        } finally {
            releaseUnless(sent);
        }
    }

    @Override
    public void onResult(SendResult result) {
        idle.release();
        BroadcastEndpoint.complain(result);
    }

    private void releaseUnless(boolean sent) {
        if (!sent) {
            idle.release();
        }
    }
}
