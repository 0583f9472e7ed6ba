package dev.sheetbend.websocket.extension;

/**
 * The few rules of HTTP field values that the opening handshake is written in (RFC 9110, 5.6). Letters are compared
 * as ASCII only, so that no Unicode folding makes two different field values equal. Pure functions, safe on any
 * thread.
 */
public final class HttpSyntax {
    private HttpSyntax() {}

    /** Optional white space of a field value: space and horizontal tab, nothing else (RFC 9110, 5.6.3). */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** The value without the optional white space around it (RFC 9110, 5.6.3). */
    public static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isSpace(value.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /**
     * Orders two field names or values without regard to the case of ASCII letters.
     *
     * @return negative, 0 or positive, as a {@link java.util.Comparator} answers
     */
    public static int compareIgnoreCase(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            int difference = lower(one.charAt(i)) - lower(other.charAt(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.length() - other.length();
    }

    /** Whether two field names or values are equal but for the case of ASCII letters. */
    public static boolean equalsIgnoreCase(String one, String other) {
        return compareIgnoreCase(one, other) == 0;
    }

    /** The value with its ASCII letters in lower case and every other character as it is. */
    public static String lower(String value) {
        var lower = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            lower.append(lower(value.charAt(i)));
        }
        return lower.toString();
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
