package dev.sheetbend.websocket.tck.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Somebody with a browser of their own: it keeps cookies and follows redirects. */
final class Visit implements AutoCloseable {
    private static final int SECONDS = 30;

    private final URI application;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final List<JdkSocket> sockets = new ArrayList<>();

    /**
     * @param application its address, with a slash at the end
     */
    Visit(URI application) {
        this.application = application;
    }

    /** The answer to a GET, after redirects. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(application.resolve(path)));
    }

    /** The answer to a form with one field or more, after redirects. */
    HttpResponse<String> post(String path, String... namesAndValues) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(namesAndValues[i]).append('=');
            form.append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(application.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(
                request.timeout(Duration.ofSeconds(SECONDS)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Follows "Log in", and fills in the form that the server shows; the page that comes of it. */
    HttpResponse<String> logIn(String user, String password) throws IOException, InterruptedException {
        HttpResponse<String> form = get("login?board=kitchen");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("action=\"j_security_check\"");
        return post("j_security_check", "j_username", user, "j_password", password);
    }

    /** Opens a connection. */
    JdkSocket open(String path) throws Exception {
        JdkSocket socket = new JdkSocket();
        socket.opened(
                http.newWebSocketBuilder().buildAsync(endpoint(path), socket).get(SECONDS, TimeUnit.SECONDS));
        sockets.add(socket);
        return socket;
    }

    /** The status of the answer to an opening handshake that must not be accepted. */
    int refusal(String path) {
        Throwable failure = catchThrowable(() -> open(path));
        assertThat(failure)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }

    private URI endpoint(String path) {
        return URI.create(application.resolve(path).toString().replaceFirst("^http", "ws"));
    }

    @Override
    public void close() {
        sockets.forEach(socket -> socket.socket().abort());
    }
}
