package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawDeflate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server has accepted of permessage-deflate (RFC 7692, 7.1).
 *
 * @param parameters by name; the value is empty where there is none
 */
record NegotiatedDeflate(Map<String, String> parameters) {
    static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    /** Reads an answer, whose parameters must be legal and not repeated; empty when it accepts nothing. */
    static Optional<NegotiatedDeflate> of(HttpAnswer answer) {
        List<String> lines = answer.headers().getOrDefault("Sec-WebSocket-Extensions", List.of());
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        assertThat(lines).hasSize(1);
        String[] words = lines.get(0).split(";");
        assertThat(words[0].strip()).isEqualTo("permessage-deflate");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].strip().split("=", 2);
            String value = parts.length == 1 ? "" : parts[1];
            assertThat(parameters.put(parts[0], value))
                    .as("%s, earlier", parts[0])
                    .isNull();
            switch (parts[0]) {
                case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER ->
                    assertThat(value).isEmpty();
                case SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS ->
                    assertThat(value).matches("[89]|1[0-5]");
                default -> throw new AssertionError("The parameter " + parts[0] + " is unknown");
            }
        }
        return Optional.of(new NegotiatedDeflate(parameters));
    }

    boolean serverTakesOver() {
        return !parameters.containsKey(SERVER_NO_CONTEXT_TAKEOVER);
    }

    boolean clientTakesOver() {
        return !parameters.containsKey(CLIENT_NO_CONTEXT_TAKEOVER);
    }

    int serverBits() {
        return bits(SERVER_MAX_WINDOW_BITS);
    }

    int clientBits() {
        return bits(CLIENT_MAX_WINDOW_BITS);
    }

    private int bits(String name) {
        return Optional.ofNullable(parameters.get(name)).map(Integer::parseInt).orElse(RawDeflate.MAX_BITS);
    }

    /** For the client's side. */
    RawDeflate newClient() {
        return new RawDeflate(clientBits(), clientTakesOver(), serverBits(), serverTakesOver());
    }
}
