package dev.sheetbend.websocket.session;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.Arrays;

/** What an endpoint is told of the end of its session. */
final class CloseReasons {
    private CloseReasons() {}

    /**
     * @param code any that a peer may send, and those that stand for none
     */
    static CloseReason of(int code, String reason) {
        return new CloseReason(code(code), reason);
    }

    /** {@code CloseCodes.getCloseCode} of Tomcat's API throws for 1014, which has no constant. */
    private static CloseCode code(int code) {
        return Arrays.stream(CloseCodes.values())
                .filter(constant -> constant.getCode() == code)
                .map(CloseCode.class::cast)
                .findFirst()
                .orElseGet(() -> new OtherCode(code));
    }

    private record OtherCode(int getCode) implements CloseCode {
        @Override
        public String toString() {
            return String.valueOf(getCode);
        }
    }
}
