package dev.sheetbend.websocket.session;

/**
 * Cuts a text message into frames at the application's parts; the first half of a surrogate pair at the end of a part
 * waits for the second. Thread safe.
 */
final class PartialText {
    private final Object messageKey;

    /** Guarded by this. */
    private String carried = "";

    PartialText(Object messageKey) {
        this.messageKey = messageKey;
    }

    synchronized Outgoing next(String part, boolean last) {
        String text = carried.isEmpty() ? part : carried + part;
        carried = "";
        int length = text.length();
        if (!last && length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
            carried = text.substring(length - 1);
            text = text.substring(0, length - 1);
        }
        return Outgoing.text(text, last, messageKey);
    }
}
