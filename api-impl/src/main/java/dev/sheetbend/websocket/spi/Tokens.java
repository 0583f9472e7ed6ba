package dev.sheetbend.websocket.spi;

/** What may stand for a name or a value in a header (RFC 9110, 5.6.2). Pure functions, safe on any thread. */
public final class Tokens {
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    /** Whether this is a token: one or more {@code tchar}. */
    public static boolean isToken(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isTokenChar(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** Whether this is a {@code tchar}: an ASCII letter, a digit or one of fifteen symbols. */
    public static boolean isTokenChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SYMBOLS.indexOf(c) >= 0;
    }

    static void require(String value, String message) {
        if (!isToken(value)) {
            throw new IllegalArgumentException(message);
        }
    }
}
