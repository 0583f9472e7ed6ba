package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections end with a login, and when, in all containers (specification, 7.2). */
@Timeout(120)
class LoginEndTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final SecuredApplication application = new SecuredApplication();
    private SecuredServer server;
    private final HttpClient browser = browser();

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
        assertThat(application.closes)
                .allSatisfy((name, codes) -> assertThat(codes).as(name).hasSize(1));
    }

    /** The same for each container. */
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @ValueSource(strings = {"Jetty", "Tomcat", "Undertow"})
    @interface InEveryContainer {}

    @InEveryContainer
    void theEndOfTheHttpSessionClosesWhatIsProtectedAndNothingElse(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");
        Client open = connect("/open", "open");

        page("end");

        assertClosed(member, "member");
        assertOpen(open, "ann, a member");
    }

    @InEveryContainer
    void aLogoutThatLeavesTheHttpSessionClosesWhatIsProtectedAndNothingElse(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");
        Client open = connect("/open", "open");

        assertThat(page("logout")).isEqualTo("nobody");

        assertClosed(member, "member");
        assertOpen(open, "ann, a member");
    }

    @InEveryContainer
    void theTimeoutOfTheHttpSessionClosesWhatIsProtected(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");
        Client open = connect("/open", "open");

        page("short");

        // Tomcat looks for sessions that are too old once a minute, and whenever one is asked for.
        await().atMost(WAIT).pollInterval(Duration.ofMillis(1_500)).until(() -> {
            page("look");
            return application.closes.containsKey("member");
        });
        assertClosed(member, "member");
        assertOpen(open, "ann, a member");
    }

    @InEveryContainer
    void aNewIdentifierOfTheHttpSessionClosesNothingAndTheLogoutIsStillSeen(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("rename");
        page("look");

        assertOpen(member, "ann, a member");
        page("logout");
        assertClosed(member, "member");
    }

    @InEveryContainer
    void theEndOfAnHttpSessionWithANewIdentifierClosesWhatIsProtected(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("rename");
        page("end");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void anotherUserInTheSameHttpSessionEndsTheLoginOfTheFirst(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        assertThat(page("other=bob")).isEqualTo("bob");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void theSameUserMayLogInAgainInTheSameRequest(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        assertThat(page("other=ann")).isEqualTo("ann");

        assertOpen(member, "ann, a member");
    }

    @InEveryContainer
    void aLogoutByAnAsynchronousRequestCloses(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("later");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void aLogoutByADispatchedRequestCloses(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("dispatch");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void aLogoutByARequestThatIsAsynchronousTwiceCloses(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("twice=before");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void aLogoutByTheSecondThreadOfARequestThatIsAsynchronousTwiceCloses(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("twice=after");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void aPlainRequestToAnEndpointIsNotWatched(String container) throws Exception {
        loggedIn(container);
        LoginWatch logins = application.container().logins();
        Client open = connect("/open", "open");

        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/app/always");
        browser.send(HttpRequest.newBuilder(uri).timeout(WAIT).build(), HttpResponse.BodyHandlers.discarding());

        assertThat(logins.isWatching()).isFalse();
        assertOpen(open, "ann, a member");
    }

    @InEveryContainer
    void aLogoutByARequestThatFailsCloses(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");

        page("fail");

        assertClosed(member, "member");
    }

    @InEveryContainer
    void aLogoutLeavesTheConnectionsOfOtherBrowsersAlone(String container) throws Exception {
        loggedIn(container);
        Client member = connect("/members/club", "member");
        HttpClient elsewhere = browser();
        page(elsewhere, "login=ann");
        Client other = connect(elsewhere, "/members/club", "other");

        page("logout");

        assertClosed(member, "member");
        assertOpen(other, "ann, a member");
    }

    @InEveryContainer
    void whatAFilterHasLoggedInCountsAsProtected(String container) throws Exception {
        start(container);
        page("short-lived=session");
        page("login=bob");
        Client guest = connect(browser, "/open", "guest", SecuredApplication.FILTER_USER, "carl");
        Client plain = connect("/open", "plain");

        page("end");

        assertClosed(guest, "guest");
        assertOpen(plain, "bob");
    }

    @InEveryContainer
    void anEndpointMayAlwaysCloseOrNever(String container) throws Exception {
        loggedIn(container);
        Client always = connect("/always", "always");
        Client never = connect("/members/never", "never");

        page("logout");

        assertClosed(always, "always");
        assertOpen(never, "ann, a member");
    }

    @InEveryContainer
    void aHandshakeWithoutLoginGetsTheFormAndOneWithoutTheRoleIsForbidden(String container) throws Exception {
        start(container);
        assertThat(refusal("/members/club")).isIn(200, 302, 303);
        page("login=bob");
        assertThat(refusal("/members/club")).isEqualTo(403);
    }

    private void start(String container) throws Exception {
        server = SecuredServer.start(container, application);
    }

    private void loggedIn(String container) throws Exception {
        start(container);
        assertThat(page("login=ann")).isEqualTo("ann");
    }

    private String page(String action) throws Exception {
        return page(browser, action);
    }

    private String page(HttpClient client, String action) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/app/login?" + action);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(WAIT).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Client connect(String path, String name) throws Exception {
        return connect(browser, path, name);
    }

    private Client connect(HttpClient client, String path, String name, String... header) throws Exception {
        URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/app" + path + "?" + name);
        var connected = new Client();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (header.length > 0) {
            builder.header(header[0], header[1]);
        }
        connected.socket = builder.buildAsync(uri, connected).get(WAIT.toSeconds(), TimeUnit.SECONDS);
        return connected;
    }

    private int refusal(String path) {
        Throwable thrown = catchThrowable(() -> connect(path, "refused"));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) thrown.getCause()).getResponse().statusCode();
    }

    private void assertClosed(Client client, String name) throws Exception {
        assertThat(client.next()).isEqualTo(1008);
        await().atMost(WAIT).until(() -> application.closes.containsKey(name));
        assertThat(application.closes.get(name)).isEqualTo(List.of(1008));
    }

    /** It answers, so nothing has closed it before. */
    private static void assertOpen(Client client, String user) throws Exception {
        client.socket.sendText("who?", true).get(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(client.next()).isEqualTo(user);
    }

    /** Keeps texts and close codes. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        private WebSocket socket;

        Object next() throws InterruptedException {
            return received.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            received.add(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            received.add(code);
            return null;
        }
    }
}
