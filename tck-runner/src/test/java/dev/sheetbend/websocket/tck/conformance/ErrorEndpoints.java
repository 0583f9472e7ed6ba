package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of chapter 5 talk to. */
public final class ErrorEndpoints {
    private ErrorEndpoints() {}

    /** Counts the connections of this instance. */
    @ServerEndpoint("/instances")
    public static final class Instances {
        private int opens;

        /** One more. */
        @OnOpen
        public void open() {
            opens++;
        }

        /** How many there have been. */
        @OnMessage
        public int opens(String question) {
            return opens;
        }
    }

    /** Notes the begin and the end of each call, and waits in the first of a kind at the gate. */
    @ServerEndpoint("/slow/{method}")
    public static final class Slow {
        private boolean slowOpen;

        /** Waits if the path says {@code open}. */
        @OnOpen
        public void open(Session session) {
            slowOpen = "open".equals(session.getPathParameters().get("method"));
            Journal.note(session, "open begins");
            if (slowOpen) {
                Gate.pass(session);
            }
            Journal.note(session, "open ends");
        }

        /** Waits if the path says {@code message}; the text {@code close} has another thread close the session. */
        @OnMessage
        public void part(String part, boolean last, Session session) {
            Journal.note(session, part + " begins");
            if ("close".equals(part)) {
                CompletableFuture.runAsync(() -> close(session, "another thread"));
            }
            if (!slowOpen) {
                Gate.pass(session);
            }
            Journal.note(session, part + " ends" + (last ? ", last" : ""));
        }

        /** Does not wait. */
        @OnMessage
        public void bytes(byte[] message, Session session) {
            Journal.note(session, "bytes " + message.length);
        }

        private static void close(Session session, String who) {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, who));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Does not wait. */
        @OnClose
        public void close(Session session) {
            Journal.note(session, "close");
        }
    }

    /** Knows how many threads have been in it at once. */
    @ServerEndpoint("/counting")
    public static final class Counting {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        /** Comes in and goes out; the answer is the most threads until now. */
        @OnMessage
        public int text(String message) {
            return call();
        }

        /** Another kind of message. */
        @OnMessage
        public int bytes(byte[] message) {
            return call();
        }

        private int call() {
            int most = this.most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
            return most;
        }
    }

    /** Fails and has no method for errors. */
    @ServerEndpoint("/unhandled")
    public static final class Unhandled {
        /** Adds one. */
        @OnMessage
        public int number(int number) {
            if (number < 0) {
                throw new IllegalArgumentException("negative: " + number);
            }
            return number + 1;
        }
    }

    /** Fails in the way that the message says, and notes its errors. */
    @ServerEndpoint("/handled")
    public static final class Handled {
        /** A checked exception, an error, or the answer. */
        @OnMessage
        public String message(String order) throws IOException {
            switch (order) {
                case "checked" -> throw new IOException("checked exception");
                case "error" -> throw new AssertionError("an error");
                default -> {
                    return order;
                }
            }
        }

        /** Notes the error. */
        @OnError
        public void error(Session session, Throwable error) {
            Journal.note(session, "error " + error.getClass().getSimpleName());
        }

        /** Notes the code. */
        @OnClose
        public void close(Session session, CloseReason reason) {
            Journal.note(session, "close " + reason.getCloseCode().getCode());
        }
    }

    /** Fails, and again when it learns of that. */
    @ServerEndpoint("/twice")
    public static final class FailingTwice {
        /** Fails on one message. */
        @OnMessage
        public String message(String message) {
            if ("fail".equals(message)) {
                throw new IllegalStateException("the first failure");
            }
            return message;
        }

        /** Fails on the failure of the message. */
        @OnError
        public void error(Throwable error) {
            if (error instanceof IllegalStateException) {
                throw new IllegalStateException("the second failure", error);
            }
        }
    }

    /** Fails in its handler. */
    public static final class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, text -> {
                throw new IllegalArgumentException(text);
            });
        }

        @Override
        public void onError(Session session, Throwable error) {
            Journal.note(session, "error " + error.getClass().getSimpleName() + " " + error.getMessage());
        }
    }
}
