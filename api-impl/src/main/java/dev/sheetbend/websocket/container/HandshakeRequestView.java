package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.handshake.Headers;
import jakarta.websocket.server.HandshakeRequest;
import java.net.URI;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The opening handshake as a configurator sees it. The methods without {@code Override} are those that API 2.3 adds to the
 * interface: an application that is compiled against it finds them. They and {@code isUserInRole} throw
 * {@link IllegalStateException} when the request has been answered.
 */
final class HandshakeRequestView implements HandshakeRequest {
    private volatile OpeningRequest request;
    private final Headers headers;
    private final Map<String, List<String>> parameters;

    /**
     * @param parameters of the query and of the path
     */
    HandshakeRequestView(OpeningRequest request, Headers headers, Map<String, List<String>> parameters) {
        this.request = request;
        this.headers = headers;
        this.parameters = parameters;
    }

    /** The request is answered; an application that has kept this object must not reach the next user of that request. */
    void answered() {
        request = request.answered();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers.asMap();
    }

    @Override
    public Principal getUserPrincipal() {
        return request.userPrincipal();
    }

    @Override
    public URI getRequestURI() {
        return request.requestUri();
    }

    @Override
    public boolean isUserInRole(String role) {
        return request.roles().test(role);
    }

    @Override
    public Object getHttpSession() {
        return request.httpSession();
    }

    @Override
    public Map<String, List<String>> getParameterMap() {
        return parameters;
    }

    @Override
    public String getQueryString() {
        return request.queryString();
    }

    /** Null when the client has shown no certificate, as the API has it. */
    public X509Certificate[] getUserX509CertificateChain() {
        List<X509Certificate> chain = request.facts().get().clientCertificates();
        return chain.isEmpty() ? null : chain.toArray(new X509Certificate[0]);
    }

    public String getLocalAddress() {
        return request.facts().get().localAddress();
    }

    public String getLocalHostName() {
        return request.facts().get().localHostName();
    }

    public int getLocalPort() {
        return request.facts().get().localPort();
    }

    public String getRemoteAddress() {
        return request.facts().get().remoteAddress();
    }

    public String getRemoteHostName() {
        return request.facts().get().remoteHostName();
    }

    public int getRemotePort() {
        return request.facts().get().remotePort();
    }

    public Locale getPreferredLocale() {
        return request.facts().get().preferredLocale();
    }
}
