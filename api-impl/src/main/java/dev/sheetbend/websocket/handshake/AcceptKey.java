package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** {@code Sec-WebSocket-Key} and the answer to it (RFC 6455, 4.2.2). Pure functions, safe on any thread. */
public final class AcceptKey {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /**
     * 16 bytes are 21 characters, one that carries 2 bits (so 4 zeros behind them), and the padding (RFC 4648, 4).
     */
    private static final Pattern SIXTEEN_BYTES = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private AcceptKey() {}

    /**
     * Whether a key is the base64 of exactly 16 bytes, as an encoder writes it: with padding, and with zero bits
     * where the last character carries no data (RFC 6455, 4.1 item 7; RFC 4648, 3.5).
     */
    public static boolean isValid(String key) {
        return SIXTEEN_BYTES.matcher(key).matches();
    }

    /** The {@code Sec-WebSocket-Accept} that proves that this key was read (RFC 6455, 4.2.2 item 5.4). */
    public static String compute(String key) {
        byte[] digest = sha1().digest((key + GUID).getBytes(ISO_8859_1));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1.", e);
        }
    }
}
