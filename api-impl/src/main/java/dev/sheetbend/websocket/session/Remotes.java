package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The remotes of one session, one pair for each treatment that was asked for. Any thread. */
final class Remotes {
    private final MessageDelivery calls;
    private final SessionConnection connection;
    private final ObjectEncoding encoding;

    // Written under this. Null until they are asked for, as many sessions use one of them or none.
    private volatile BasicRemote basic;
    private volatile AsyncRemote async;

    // Guarded by this; seldom asked for.
    private AsyncResults results;
    private AtomicLong sendTimeout;
    /** Null until one is asked for. */
    private Others others;

    private record Others(Map<Treatment, BasicRemote> basic, Map<Treatment, AsyncRemote> async) {
        Others() {
            this(new EnumMap<>(Treatment.class), new EnumMap<>(Treatment.class));
        }
    }

    Remotes(MessageDelivery calls, SessionConnection connection, ObjectEncoding encoding) {
        this.calls = calls;
        this.connection = connection;
        this.encoding = encoding;
    }

    BasicRemote basic() {
        BasicRemote known = basic;
        return known != null ? known : firstBasic();
    }

    private synchronized BasicRemote firstBasic() {
        if (basic == null) {
            basic = new BasicRemote(connection, encoding, Treatment.DEFAULT);
        }
        return basic;
    }

    AsyncRemote async() {
        AsyncRemote known = async;
        return known != null ? known : firstAsync();
    }

    private synchronized AsyncRemote firstAsync() {
        if (async == null) {
            async = newAsync(Treatment.DEFAULT);
        }
        return async;
    }

    /** Guarded by this. */
    private AsyncRemote newAsync(Treatment treatment) {
        if (results == null) {
            results = new AsyncResults(calls.session(), connection, calls, this::resultHandlerFailed);
            sendTimeout = new AtomicLong(connection.settings().asyncSendTimeoutMillis());
        }
        return new AsyncRemote(connection, encoding, results, sendTimeout, treatment);
    }

    /** Always the same one, which keeps half a character between two parts of a message. */
    synchronized BasicRemote basic(Treatment treatment) {
        return others().basic.computeIfAbsent(treatment, each -> new BasicRemote(connection, encoding, each));
    }

    synchronized AsyncRemote async(Treatment treatment) {
        return others().async.computeIfAbsent(treatment, this::newAsync);
    }

    /** Guarded by this. */
    private Others others() {
        if (others == null) {
            others = new Others();
        }
        return others;
    }

    private void resultHandlerFailed(Throwable failure) {
        connection.gate().run(() -> {
            if (calls.session().isClosed()) {
                calls.logOnly(failure);
            } else {
                calls.error(failure);
            }
        });
    }
}
