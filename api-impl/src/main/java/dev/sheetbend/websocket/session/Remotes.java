package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The remotes of one session, one pair for each treatment that was asked for. Any thread. */
final class Remotes {
    private final SessionConnection connection;
    private final ObjectEncoding encoding;
    private final AsyncResults results;
    private final AtomicLong sendTimeout;
    private final BasicRemote basic;
    private final AsyncRemote async;

    // Guarded by this; seldom asked for.
    private Map<Treatment, BasicRemote> otherBasic = Map.of();
    private Map<Treatment, AsyncRemote> otherAsync = Map.of();

    Remotes(SessionConnection connection, ObjectEncoding encoding, AsyncResults results, long sendTimeoutMillis) {
        this.connection = connection;
        this.encoding = encoding;
        this.results = results;
        this.sendTimeout = new AtomicLong(sendTimeoutMillis);
        this.basic = new BasicRemote(connection, encoding, Treatment.DEFAULT);
        this.async = new AsyncRemote(connection, encoding, results, sendTimeout, Treatment.DEFAULT);
    }

    BasicRemote basic() {
        return basic;
    }

    AsyncRemote async() {
        return async;
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
        return otherAsync.computeIfAbsent(
                treatment, each -> new AsyncRemote(connection, encoding, results, sendTimeout, each));
    }
}
