package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.handshake.Origins;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages of browsers may connect (RFC 6455, 10.2; specification, 3.1.4). The host name alone is compared by default:
 * cookies, which are what an attacker's page would borrow, know neither ports nor what a proxy did to the scheme.
 */
final class OriginPolicy {
    static final String SAME_HOST = "same-host";
    private static final String ANY = "*";

    private static final OriginPolicy ONLY_SAME_HOST = new OriginPolicy(false, true, Set.of(SAME_HOST));

    private final boolean any;
    private final boolean sameHost;
    private final Set<String> allowed;

    private OriginPolicy(boolean any, boolean sameHost, Set<String> allowed) {
        this.any = any;
        this.sameHost = sameHost;
        this.allowed = allowed;
    }

    /**
     * @param text {@code same-host}, {@code *}, origins, or several of them separated by commas
     */
    static OriginPolicy parse(String text) {
        if (text.equals(SAME_HOST)) {
            // What it is if nobody says otherwise; asked for at each handshake.
            return ONLY_SAME_HOST;
        }
        Set<String> parts = Arrays.stream(text.split(","))
                .map(part -> part.trim().toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new OriginPolicy(parts.contains(ANY), parts.contains(SAME_HOST), parts);
    }

    /**
     * @param origin the value of {@code Origin}
     * @param host the value of {@code Host}, if there is one
     */
    boolean allows(String origin, Optional<String> host) {
        return any
                || allowed.contains(origin.toLowerCase(Locale.ROOT))
                || sameHost && host.isPresent() && Origins.sameHost(origin, host.get());
    }
}
