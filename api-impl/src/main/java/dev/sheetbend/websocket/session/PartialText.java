package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts text messages into frames at the application's parts; the first half of a surrogate pair at the end of a part
 * waits for the second. Any number of threads, each with a message of its own.
 */
final class PartialText {
    private final Object messageKey;
    private final Treatment treatment;

    /** By {@link ThreadOfControl}; almost always empty, and made when there is something to put in. */
    private volatile Map<Object, String> carried = Map.of();

    PartialText(Object messageKey, Treatment treatment) {
        this.messageKey = messageKey;
        this.treatment = treatment;
    }

    /**
     * Sends one part. Where that fails, the part may be sent again.
     *
     * @param sender the {@link ThreadOfControl} whose message it belongs to
     */
    void send(String part, boolean last, Object sender, SendQueue queue) throws IOException {
        Object before = carriedBy(sender);
        String text = before == null ? part : carried.getOrDefault(before, "") + part;
        int length = text.length();
        boolean cut = !last && length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        String whole = cut ? text.substring(0, length - 1) : text;
        queue.sendBlocking(Outgoing.text(whole, last, messageKey).treated(treatment));
        if (before != null) {
            carried.remove(before);
        }
        if (cut) {
            carry(sender, text.substring(length - 1));
        }
    }

    private synchronized void carry(Object sender, String half) {
        if (!(carried instanceof ConcurrentHashMap)) {
            carried = new ConcurrentHashMap<>();
        }
        carried.put(sender, half);
    }

    /**
     * Whose half a part of this sender goes on with, or null: its own, or that of a thread whose message it goes on
     * with.
     */
    private Object carriedBy(Object sender) {
        if (carried.isEmpty() || carried.containsKey(sender)) {
            return carried.isEmpty() ? null : sender;
        }
        for (Object other : carried.keySet()) {
            if (ThreadOfControl.hasEnded(other)) {
                return other;
            }
        }
        return null;
    }
}
