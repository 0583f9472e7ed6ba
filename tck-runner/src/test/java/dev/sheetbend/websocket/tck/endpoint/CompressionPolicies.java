package dev.sheetbend.websocket.tck.endpoint;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where {@link CompressionEndpoint} is: at one path for each policy. {@code /deflate/both-15-15} is for context takeover
 * {@code both}, {@code own}, {@code peer} or {@code none}, then the bits of the server's window, then those of the
 * client's; {@code /deflate/default} is for whoever sets nothing.
 */
final class CompressionPolicies {
    private static final int LEAST = 8;
    private static final int MOST = 15;

    private CompressionPolicies() {}

    static List<ServerEndpointConfig> configs() {
        List<ServerEndpointConfig> configs = new ArrayList<>();
        for (String takeover : List.of("both", "own", "peer", "none")) {
            configs.add(policy(takeover, MOST, MOST));
        }
        for (int bits = LEAST; bits < MOST; bits++) {
            configs.add(policy("both", bits, MOST));
            configs.add(policy("both", MOST, bits));
        }
        configs.add(policy("none", LEAST, LEAST));
        configs.add(policy("own", 10, 9));
        configs.add(policy("peer", 9, 10));
        configs.add(config("/deflate/default", Map.of()));
        configs.add(config("/deflate/off", Map.of(SheetbendProperties.COMPRESSION, "off")));
        configs.add(config(
                "/deflate/partial",
                Map.of(SheetbendProperties.COMPRESSION, "accept", SheetbendProperties.COMPRESSION_MIN_SIZE, 0)));
        for (String masking : List.of("off", "encrypted", "always")) {
            configs.add(config("/unmasked/" + masking, Map.of(SheetbendProperties.NO_MASKING, masking)));
        }
        return configs;
    }

    /** Everything is compressed, and nothing is too small for it. */
    private static ServerEndpointConfig policy(String takeover, int ownBits, int peerBits) {
        return config(
                "/deflate/" + takeover + "-" + ownBits + "-" + peerBits,
                Map.of(
                        SheetbendProperties.COMPRESSION, "accept",
                        SheetbendProperties.COMPRESSION_MIN_SIZE, 0,
                        SheetbendProperties.COMPRESSION_CONTEXT_TAKEOVER, takeover,
                        SheetbendProperties.COMPRESSION_WINDOW_BITS, ownBits,
                        SheetbendProperties.COMPRESSION_PEER_WINDOW_BITS, peerBits));
    }

    private static ServerEndpointConfig config(String path, Map<String, Object> properties) {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(CompressionEndpoint.class, path)
                .build();
        config.getUserProperties().putAll(properties);
        return config;
    }
}
