package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.HttpSyntax;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and an optional port, as in {@code Host} and in an origin (RFC 9110, 7.2; RFC 3986, 3.2.2). User
 * information is not part of either.
 *
 * @param host in lower case; an IPv6 address keeps its brackets
 * @param port 0 to 65535, or empty
 */
record Authority(String host, OptionalInt port) {
    private static final int HIGHEST_PORT = 65_535;

    /** A reg-name or IPv4 address, or an IP literal; then perhaps a colon, and perhaps a port behind it. */
    private static final Pattern SYNTAX = Pattern.compile(
            "(?<host>[A-Za-z0-9._~!$&'()*+,;=%-]++" + "|\\[[A-Za-z0-9:._~!$&'()*+,;=-]++\\])(?::(?<port>[0-9]{0,5}))?");

    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Empty when the text breaks the grammar or the port is beyond 65535. */
    static Optional<Authority> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()
                || text.indexOf('%') >= 0 && BAD_PERCENT.matcher(text).find()) {
            return Optional.empty();
        }
        String host = HttpSyntax.lower(matcher.group("host"));
        String digits = matcher.group("port");
        if (digits == null || digits.isEmpty()) {
            return Optional.of(new Authority(host, OptionalInt.empty()));
        }
        int port = Integer.parseInt(digits);
        return port > HIGHEST_PORT ? Optional.empty() : Optional.of(new Authority(host, OptionalInt.of(port)));
    }
}
