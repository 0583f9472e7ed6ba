package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Specification, chapter 8. The servlet container checks its security constraints; what is tested is that no opening
 * handshake gets around them.
 */
class SecurityConformanceTest extends DeployedWar {
    /** The descriptor has the security constraints. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("security", SecuredEndpoints.class, LoginServlet.class)
                .setWebXML("dev/sheetbend/websocket/tck/conformance/security-web.xml");
    }

    @Test
    void wsc_7_2_3_theEndOfALoginClosesTheConnectionOfItsUser() throws Exception {
        String id = loginPage("begin", "");
        RawWebSocketClient member = rawWithoutHandshake("members/club");
        assertThat(member.handshake(login("ann", "secret"), cookie(id)).status())
                .isEqualTo(101);

        String renamed = loginPage("rename", id);
        assertThat(renamed).isNotEqualTo(id);
        member.sendText("who?");
        assertThat(text(member)).isEqualTo("ann");

        assertThat(loginPage("end", renamed)).isEqualTo("ended");
        assertThat(closeCode(member)).isEqualTo(1008);
    }

    @Test
    void section_7_2_theEndOfALoginLeavesAConnectionWithoutLoginAlone() throws Exception {
        String id = loginPage("begin", "");
        RawWebSocketClient member = rawWithoutHandshake("members/club");
        assertThat(member.handshake(login("ann", "secret"), cookie(id)).status())
                .isEqualTo(101);
        RawWebSocketClient anybody = rawWithoutHandshake("open");
        assertThat(anybody.handshake().status()).isEqualTo(101);

        loginPage("end", id);

        assertThat(closeCode(member)).isEqualTo(1008);
        anybody.sendText("who?");
        assertThat(text(anybody)).isEqualTo("nobody");
    }

    /** What the page for members answers to ann in this HTTP session, or in none. */
    private String loginPage(String action, String id) throws Exception {
        HttpResponse<String> answer = response(
                "members/login?do=" + action,
                "Authorization",
                login("ann", "secret").substring(15),
                "Cookie",
                "JSESSIONID=" + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().strip();
    }

    private static String cookie(String id) {
        return "Cookie: JSESSIONID=" + id;
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
