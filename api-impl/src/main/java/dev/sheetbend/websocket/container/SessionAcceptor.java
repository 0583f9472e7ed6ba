package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.loop.BlockingHabit;
import dev.sheetbend.websocket.session.EndpointBinding;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.HandshakeFacts;
import dev.sheetbend.websocket.session.SessionRuntime;
import dev.sheetbend.websocket.session.SessionSettings;
import dev.sheetbend.websocket.session.Transport;
import dev.sheetbend.websocket.session.WebSocketSession;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Makes the session of a handshake that was accepted. Knows nothing of the HTTP request, which is gone by then. */
final class SessionAcceptor implements UpgradeAnswer.Acceptor {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final SessionRuntime runtime;
    private final ServerUpgrade.Admission admission;
    private final EndpointBinding binding;
    private final HandshakeFacts facts;
    private final Map<String, Object> userProperties;
    private final SessionSettings settings;
    private final Consumer<Session> opened;
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * @param opened is told of the session when {@code onOpen} has returned, or soon after
     */
    SessionAcceptor(
            SessionRuntime runtime,
            ServerUpgrade.Admission admission,
            EndpointBinding binding,
            HandshakeFacts facts,
            Map<String, Object> userProperties,
            SessionSettings settings,
            Consumer<Session> opened) {
        this.runtime = runtime;
        this.admission = admission;
        this.binding = binding;
        this.facts = facts;
        this.userProperties = userProperties;
        this.settings = settings;
        this.opened = opened;
    }

    @Override
    public void accept(Transport transport) {
        if (!used.compareAndSet(false, true)) {
            return;
        }
        WebSocketSession session;
        try {
            session = new WebSocketSession(Role.SERVER, transport, runtime, settings, binding, facts, userProperties);
            session.start();
        } finally {
            admission.giveBack();
        }
        if (!admission.stopped()) {
            opened.accept(session);
            return;
        }
        // It may have come too late for the closing of all sessions. The stop waits for its end as for theirs.
        session.closeForContainer(CloseCodes.GOING_AWAY, "The application is stopping.");
        if (admission.cutting()) {
            // Too late for that as well, and perhaps for the timer that would end it.
            session.abort();
        }
    }

    @Override
    public EndpointThreads threads() {
        return settings.threads();
    }

    @Override
    public BlockingHabit habit() {
        return binding.sessions().habit();
    }

    @Override
    public void abandon() {
        if (!used.compareAndSet(false, true)) {
            return;
        }
        admission.giveBack();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(binding.applicationLoader());
        try {
            binding.coders().destroy().forEach(this::log);
            binding.instances().end();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void log(Throwable failure) {
        LOG.log(
                Level.ERROR,
                () -> "A coder of endpoint " + binding.model() + " failed in destroy, after a connection that the"
                        + " servlet container could not switch over.",
                failure);
    }
}
