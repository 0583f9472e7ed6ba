package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A programmatic endpoint that keeps what it is told, and does what a test wants it to do. */
public class RecordingEndpoint extends Endpoint {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    volatile Session session;
    volatile Action onOpen = s -> {};
    volatile Action onClose = s -> {};
    volatile Action onError = s -> {};

    /** What a test does in a method of the endpoint. */
    interface Action {
        void run(Session session) throws Exception;
    }

    /** The container asks for one. */
    public RecordingEndpoint() {}

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        run(onOpen);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        events.add("close " + reason.getCloseCode().getCode());
        run(onClose);
    }

    @Override
    public void onError(Session failed, Throwable thrown) {
        errors.add(thrown);
        run(onError);
    }

    private void run(Action action) {
        try {
            action.run(session);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitEvents(String... expected) {
        InMemorySession.soon().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    /** The one error there is, or will be. */
    Throwable awaitError() {
        InMemorySession.soon().untilAsserted(() -> assertThat(errors).hasSize(1));
        return errors.element();
    }
}
