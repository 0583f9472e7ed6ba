package dev.sheetbend.websocket.tck;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Supplier;

/** What a behaviour test talks to: a container that all tests share, by plain TCP or by TLS. */
public final class ServerUnderTest {
    private final Container container;
    private final boolean tls;
    private final Supplier<ServerProcess> process;

    ServerUnderTest(Container container, boolean tls, Supplier<ServerProcess> process) {
        this.container = container;
        this.tls = tls;
        this.process = process;
    }

    /** Which container this is. */
    public Container container() {
        return container;
    }

    /** Whether it is talked to by TLS. */
    public boolean tls() {
        return tls;
    }

    /** The shared process. A test that stops a container starts one of its own. */
    public ServerProcess process() {
        return process.get();
    }

    /** The port that the URIs below have. */
    public int port() {
        return tls ? process().httpsPort() : process().httpPort();
    }

    /** The URI of an endpoint, {@code ws} or {@code wss}; the path begins with a slash. */
    public URI endpoint(String path) {
        return URI.create(
                (tls ? "wss" : "ws") + "://127.0.0.1:" + port() + process().contextPath() + path);
    }

    /** The URI of a page, {@code http} or {@code https}; the path begins with a slash. */
    public URI page(String path) {
        return URI.create(
                (tls ? "https" : "http") + "://127.0.0.1:" + port() + process().contextPath() + path);
    }

    /** A client of the JDK that trusts this server. */
    public HttpClient client() {
        return HttpClient.newBuilder().sslContext(TestTls.trusting()).build();
    }

    @Override
    public String toString() {
        return container + (tls ? " wss" : " ws");
    }
}
