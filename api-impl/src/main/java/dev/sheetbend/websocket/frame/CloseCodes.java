package dev.sheetbend.websocket.frame;

/** Close codes of RFC 6455, 7.4.1 and of the IANA registry, and which of them may stand in a Close frame. */
public final class CloseCodes {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;
    /** Never on the wire: the peer's Close frame had no code. */
    public static final int NO_STATUS = 1005;
    /** Never on the wire: the connection ended without a Close frame. */
    public static final int ABNORMAL = 1006;

    public static final int INVALID_DATA = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_BIG = 1009;
    public static final int MANDATORY_EXTENSION = 1010;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;
    public static final int BAD_GATEWAY = 1014;

    private CloseCodes() {}

    /**
     * Whether an endpoint may send or receive this code in a Close frame: the registered codes but for 1004, 1005,
     * 1006 and 1015, and the ranges 3000 to 3999 (libraries) and 4000 to 4999 (private use); RFC 6455, 7.4.
     */
    public static boolean isLegalOnWire(int code) {
        if (code >= 3000) {
            return code <= 4999;
        }
        return (code >= NORMAL && code <= UNSUPPORTED_DATA) || (code >= INVALID_DATA && code <= BAD_GATEWAY);
    }
}
