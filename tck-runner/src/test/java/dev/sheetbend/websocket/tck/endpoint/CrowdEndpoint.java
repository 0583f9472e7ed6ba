package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Sends from several threads at once. */
@ServerEndpoint("/crowd")
public final class CrowdEndpoint {
    /**
     * Begins.
     *
     * @param text how many threads, and how many messages each, separated by a space
     */
    @OnMessage
    public void begin(String text, Session session) {
        String[] words = text.split(" ");
        int threads = Integer.parseInt(words[0]);
        int messages = Integer.parseInt(words[1]);
        CountDownLatch all = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = new Thread(() -> send(number, messages, session, all), "crowd-" + number);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void send(int thread, int messages, Session session, CountDownLatch all) {
        try {
            all.countDown();
            all.await();
            for (int i = 0; i < messages; i++) {
                String message = thread + " " + i + " " + filler(thread, i);
                if ((thread + i) % 2 == 0) {
                    session.getBasicRemote().sendText(message);
                } else {
                    session.getAsyncRemote().sendText(message).get();
                }
            }
        } catch (IOException e) {
            Journal.note(session, "failed " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            Journal.note(session, "failed " + e.getCause());
        }
    }

    /** The rest of a message: a letter per thread, of a length that differs from message to message. */
    public static String filler(int thread, int message) {
        return String.valueOf((char) ('a' + thread)).repeat(message * 37 % 3000);
    }
}
