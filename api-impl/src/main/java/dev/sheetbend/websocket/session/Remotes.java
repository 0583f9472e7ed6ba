package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The remotes of one session, one pair for each treatment that was asked for. Any thread. */
final class Remotes {
    private final SessionConnection connection;
    private final ObjectEncoding encoding;
    private final Supplier<AsyncResults> resultsMaker;
    private final long initialSendTimeoutMillis;

    // Written under this. Null until they are asked for, as many sessions use one of them or none.
    private volatile BasicRemote basic;
    private volatile AsyncRemote async;

    // Guarded by this; seldom asked for.
    private AsyncResults results;
    private AtomicLong sendTimeout;
    private Map<Treatment, BasicRemote> otherBasic = Map.of();
    private Map<Treatment, AsyncRemote> otherAsync = Map.of();

    /**
     * @param results made at most once
     */
    Remotes(
            SessionConnection connection,
            ObjectEncoding encoding,
            Supplier<AsyncResults> results,
            long sendTimeoutMillis) {
        this.connection = connection;
        this.encoding = encoding;
        this.resultsMaker = results;
        this.initialSendTimeoutMillis = sendTimeoutMillis;
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
            results = resultsMaker.get();
            sendTimeout = new AtomicLong(initialSendTimeoutMillis);
        }
        return new AsyncRemote(connection, encoding, results, sendTimeout, treatment);
    }

    /** Always the same one, which keeps half a character between two parts of a message. */
    synchronized BasicRemote basic(Treatment treatment) {
        if (otherBasic.isEmpty()) {
            otherBasic = new EnumMap<>(Treatment.class);
        }
        return otherBasic.computeIfAbsent(treatment, each -> new BasicRemote(connection, encoding, each));
    }

    synchronized AsyncRemote async(Treatment treatment) {
        if (otherAsync.isEmpty()) {
            otherAsync = new EnumMap<>(Treatment.class);
        }
        return otherAsync.computeIfAbsent(treatment, this::newAsync);
    }
}
