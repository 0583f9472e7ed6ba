package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.OpeningRequest.ConnectionFacts;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of opening handshakes; containers use their request objects again as soon as the request is over. */
final class OpeningRequests {
    /** What may stand in a path or a query beside hexadecimal digits and escapes (RFC 3986, 3.3 and 3.4). */
    private static final String LEGAL =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()*+,;=";

    /** The request attribute with the client's certificates (Servlet specification, 3.10). */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** The request attribute that only encrypted connections have (Servlet specification, 3.10). */
    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";

    private OpeningRequests() {}

    /** Copies what the handshake and the endpoint may ask for; the request's body is not touched. */
    static OpeningRequest copyOf(HttpServletRequest request, Login login) {
        return new OpeningRequest(
                request.getMethod(),
                request.getProtocol(),
                headers(request),
                uri(request),
                request.getQueryString(),
                parameters(request.getQueryString()),
                request.getUserPrincipal(),
                request.getSession(false),
                request::isUserInRole,
                request.isSecure(),
                request.getAttribute(CIPHER_SUITE) != null,
                login,
                () -> facts(request));
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            headers.put(name, values(request.getHeaders(name)));
        }
        return Collections.unmodifiableMap(headers);
    }

    private static List<String> values(Enumeration<String> lines) {
        if (!lines.hasMoreElements()) {
            return List.of();
        }
        String first = lines.nextElement();
        if (!lines.hasMoreElements()) {
            return List.of(first);
        }
        var all = new ArrayList<String>();
        all.add(first);
        while (lines.hasMoreElements()) {
            all.add(lines.nextElement());
        }
        return List.copyOf(all);
    }

    private static ConnectionFacts facts(HttpServletRequest request) {
        return new ConnectionFacts(
                request.getRemoteAddr(),
                request.getRemoteHost(),
                port(request.getRemotePort()),
                request.getLocalAddr(),
                request.getLocalName(),
                port(request.getLocalPort()),
                request.getLocale(),
                request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of());
    }

    /** Containers answer 0 or less where the connection has no port, as on a UNIX domain socket. */
    private static int port(int told) {
        return told > 0 ? told : -1;
    }

    private static URI uri(HttpServletRequest request) {
        boolean secure = request.isSecure();
        String host = request.getServerName();
        StringBuilder authority = new StringBuilder(secure ? "wss://" : "ws://");
        // An IPv6 address comes with or without its brackets.
        authority.append(host.indexOf(':') >= 0 && host.charAt(0) != '[' ? '[' + host + ']' : host);
        int port = request.getServerPort();
        if (port > 0 && port != (secure ? 443 : 80)) {
            authority.append(':').append(port);
        }
        String query = request.getQueryString();
        return uri(
                authority.toString(), query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query);
    }

    /**
     * Containers let characters through that no URI may contain, such as braces in a query: they are encoded. When it is
     * the host that is malformed, the URI has none.
     */
    static URI uri(String authority, String pathAndQuery) {
        try {
            return new URI(authority + pathAndQuery);
        } catch (URISyntaxException e) {
            String legal = encoded(pathAndQuery);
            try {
                return new URI(authority + legal);
            } catch (URISyntaxException badHost) {
                return URI.create(legal);
            }
        }
    }

    private static String encoded(String text) {
        StringBuilder legal = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xFF;
            boolean escape = c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            if (escape || isHex(bytes[i]) || LEGAL.indexOf(c) >= 0) {
                legal.append((char) c);
            } else {
                legal.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xF, 16));
            }
        }
        return legal.toString();
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    /** From the query only: the container's own parameter map might read the body. */
    static Map<String, List<String>> parameters(String query) {
        if (query == null) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!pair.isEmpty()) {
                parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        parameters.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A lone percent sign: as the peer wrote it.
            return text;
        }
    }
}
