package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Specification, chapter 8. The servlet container checks its security constraints; what is tested is that no opening
 * handshake gets around them.
 */
class SecurityConformanceTest extends DeployedWar {
    private String cookie = "none=yet";

    /** The descriptor has the security constraints. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("security", SecuredEndpoints.class, LoginServlet.class)
                .setWebXML("dev/sheetbend/websocket/tck/conformance/security-web.xml");
    }

    @Test
    void wsc_7_2_3_theEndOfALoginClosesTheConnectionOfItsUser() throws Exception {
        loginPage("begin");
        RawWebSocketClient member = memberWithLogin();

        String id = cookie;
        loginPage("rename");
        assertThat(cookie).isNotEqualTo(id);
        member.sendText("who?");
        assertThat(text(member)).isEqualTo("ann");

        loginPage("end");
        assertThat(closeCode(member)).isEqualTo(1008);
    }

    @Test
    void section_7_2_theEndOfALoginLeavesAConnectionWithoutLoginAlone() throws Exception {
        loginPage("begin");
        RawWebSocketClient member = memberWithLogin();
        RawWebSocketClient anybody = rawWithoutHandshake("open");
        assertThat(anybody.handshake().status()).isEqualTo(101);

        loginPage("end");

        assertThat(closeCode(member)).isEqualTo(1008);
        anybody.sendText("who?");
        assertThat(text(anybody)).isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "logout"})
    void section_7_2_theEndOfALoginLeavesItsConnectionToAnUnprotectedResourceAlone(String action) throws Exception {
        loginPage("begin");
        RawWebSocketClient member = memberWithLogin();
        RawWebSocketClient open = withLogin("open");

        loginPage(action);

        assertThat(closeCode(member)).isEqualTo(1008);
        open.sendText("who?");
        assertThat(text(open)).isEqualTo("ann");
    }

    @Test
    void wsc_7_2_3_theTimeoutOfTheHttpSessionClosesTheConnectionOfItsUser() throws Exception {
        loginPage("begin");
        RawWebSocketClient member = memberWithLogin();
        loginPage("short");

        // A container may look for old HTTP sessions rarely, but does when somebody asks for one; that makes no new
        // one.
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> {
            try {
                return closeCode(member);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        await().atMost(WAIT).pollInterval(Duration.ofMillis(1_500)).until(() -> {
            response("journal", "Cookie", cookie);
            return code.isDone();
        });
        assertThat(code.join()).isEqualTo(1008);
    }

    private RawWebSocketClient memberWithLogin() throws Exception {
        return withLogin("members/club");
    }

    private RawWebSocketClient withLogin(String path) throws Exception {
        RawWebSocketClient member = rawWithoutHandshake(path);
        HttpAnswer answer = member.handshake(login("ann", "secret"), "Cookie: " + cookie);
        assertThat(answer.status()).isEqualTo(101);
        keepCookie(answer.header("Set-Cookie"));
        return member;
    }

    /** Has the page for members do something with ann's HTTP session. */
    private void loginPage(String action) throws Exception {
        HttpResponse<String> answer = response(
                "members/login?do=" + action,
                "Authorization",
                login("ann", "secret").substring("Authorization: ".length()),
                "Cookie",
                cookie);
        assertThat(answer.statusCode()).isEqualTo(200);
        keepCookie(answer.headers().firstValue("Set-Cookie"));
    }

    /** A container may change the identifier with each login. */
    private void keepCookie(Optional<String> set) {
        set.ifPresent(value -> cookie = value.substring(0, value.indexOf(';')));
    }

    @Test
    void wsc_8_1_1_aHandshakeWithoutLoginIsUnauthorized() throws Exception {
        HttpAnswer answer = handshake("members/club");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWithIgnoringCase("Basic "));
        assertThat(answer.header("Sec-WebSocket-Accept")).isEmpty();
    }

    @Test
    void wsc_8_1_1_aHandshakeWithAWrongPasswordIsUnauthorized() throws Exception {
        assertThat(handshake("members/club", login("ann", "guessed")).status()).isEqualTo(401);
    }

    @Test
    void wsc_8_1_1_aHandshakeWithALoginConnects() throws Exception {
        assertThat(who("ws", "members/club", login("ann", "secret"))).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource({"members/club, ann, 101", "members/club, bob, 403", "members/pub, bob, 403", "open, bob, 101"})
    void wsc_8_2_1_theUrlPatternMatchesTheUriOfTheHandshake(String path, String user, int status) throws Exception {
        assertThat(handshake(path, login(user, "secret")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"members/club, 401", "open, 101"})
    void wsc_8_2_1_whatNoPatternMatchesNeedsNoLogin(String path, int status) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"by-get, 401", "by-post, 101"})
    void wsc_8_2_2_onlyAConstraintOnGetApplies(String path, int status) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(status);
    }

    @Test
    void wsc_8_3_1_withoutGuaranteeAPlainConnectionIsAllowed() throws Exception {
        assertThat(who("ws", "none")).isEqualTo("nobody");
        assertThat(who("wss", "none")).isEqualTo("nobody on a secure connection");
    }

    @Test
    void wsc_8_3_2_aConfidentialEndpointIsReachedOnASecureConnectionOnly() throws Exception {
        HttpAnswer plain = handshake("confidential");

        // A container may send its clients to the secure port.
        assertThat(plain.status()).isIn(302, 403);
        assertThat(plain.header("Sec-WebSocket-Accept")).isEmpty();
        assertThat(who("wss", "confidential")).isEqualTo("nobody on a secure connection");
    }

    /** Whom the endpoint takes a client for, after an opening handshake with these header lines. */
    private String who(String scheme, String path, String... lines) throws Exception {
        RawWebSocketClient client = rawWithoutHandshake(scheme, path);
        assertThat(client.handshake(lines).status()).isEqualTo(101);
        client.sendText("who?");
        return text(client);
    }

    private static String login(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
