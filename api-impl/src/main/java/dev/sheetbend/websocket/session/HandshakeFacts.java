package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.extension.ExtensionStack;
import java.security.Principal;
import java.util.List;
import java.util.Map;

/**
 * What a session tells about the opening handshake that it came from.
 *
 * @param requestUri the full URI in writing, which takes far less memory than its parts, with the scheme {@code ws} or {@code wss}
 * @param queryString the raw query, or null when there was none, as the API has it
 * @param parameters the query's parameters, unmodifiable
 * @param pathParameters the values of the path template's variables, unmodifiable
 * @param userPrincipal the authenticated user, or null when there is none, as the API has it
 * @param secure whether the connection is encrypted
 * @param subprotocol the negotiated subprotocol, or the empty string
 * @param extensions the negotiated extensions
 */
public record HandshakeFacts(
        String requestUri,
        String queryString,
        Map<String, List<String>> parameters,
        Map<String, String> pathParameters,
        Principal userPrincipal,
        boolean secure,
        String subprotocol,
        ExtensionStack extensions) {}
