package dev.sheetbend.websocket.tck.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the two sample wars do on every server: each test is one thing that a container gives to WebSocket endpoints. The
 * server has two users, {@link #MEMBER} in the role "member" and {@link #OTHER} in the role "guest".
 */
abstract class SampleWarContract {
    static final String MEMBER = "ann";
    static final String OTHER = "bob";
    static final String PASSWORD = "secret";

    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

    private final List<Visit> visits = new ArrayList<>();

    /** A board that no other test uses. */
    private final String name = "b-" + UUID.randomUUID().toString().substring(0, 8);

    /** Where the board is, with a slash at the end. */
    abstract URI board();

    /** Where the converter is, with a slash at the end. */
    abstract URI converter();

    /** Whether the server reads {@code attribute} in the {@code cookie-config} of {@code web.xml}. */
    boolean knowsCookieAttributes() {
        return true;
    }

    private Visit visit(URI application) {
        Visit visit = new Visit(application);
        visits.add(visit);
        return visit;
    }

    private Visit visitor() {
        return visit(board());
    }

    private Visit loggedIn(String user) throws Exception {
        Visit visit = visitor();
        assertThat(visit.logIn(user, PASSWORD).statusCode()).isEqualTo(200);
        return visit;
    }

    /** Pins a card, and returns its number once its author has heard of it. */
    private static String pin(JdkSocket author, String text) throws Exception {
        author.sendText("{\"text\":\"" + text + "\"}");
        String pinned = author.text();
        assertThat(pinned).startsWith("{\"type\":\"pinned\"").contains("\"text\":\"" + text + "\"");
        Matcher number = NUMBER.matcher(pinned);
        assertThat(number.find()).isTrue();
        return number.group(1);
    }

    @AfterEach
    void endVisits() {
        visits.forEach(Visit::close);
    }

    @ParameterizedTest
    @CsvSource({"'', <title>Board</title>", "board.js, import", "board.css, --ground", "login.html, Password"})
    void staticPagesAreServedBesideEndpoints(String path, String content) throws Exception {
        HttpResponse<String> page = visitor().get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "deep/down/nowhere", "boards/kitchen"})
    void whatIsNotThereLeadsBackToTheBoard(String path) throws Exception {
        HttpResponse<String> page = visitor().get(path);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("Nothing here")
                .contains("<a href=\"" + board().getPath() + "\">")
                .contains("href=\"" + board().getPath() + "board.css\"");
    }

    @Test
    void cardsAreEncodedAndDecodedAndReachEverybodyAtTheBoard() throws Exception {
        JdkSocket author = visitor().open("boards/" + name);
        JdkSocket reader = visitor().open("boards/" + name);
        JdkSocket elsewhere = visitor().open("boards/" + name + "-2");
        String welcome = "{\"type\":\"welcome\",\"board\":\"%s\",\"you\":\"Somebody\",\"member\":false,\"cards\":[]}";
        assertThat(author.text()).isEqualTo(welcome, name);
        assertThat(reader.text()).isEqualTo(welcome, name);
        assertThat(elsewhere.text()).isEqualTo(welcome, name + "-2");

        String number = pin(author, "No milk");

        String card = "\"card\":{\"number\":" + number
                + ",\"author\":\"Somebody\",\"member\":false,\"text\":\"No milk\",\"at\":";
        assertThat(reader.text()).startsWith("{\"type\":\"pinned\"," + card);
        assertThat(visitor().open("boards/" + name).text()).contains("\"cards\":[{\"number\":" + number);
        assertThat(pin(elsewhere, "No bread")).isNotEqualTo(number);
    }

    @Test
    void whatCannotBeDecodedIsAProblemAndTheConnectionGoesOn() throws Exception {
        JdkSocket author = visitor().open("boards/" + name);
        author.text();

        author.sendText("No milk");
        assertThat(author.text()).isEqualTo("{\"type\":\"problem\",\"text\":\"The server did not understand that.\"}");
        author.sendText("{\"text\":\" \"}");
        assertThat(author.text()).isEqualTo("{\"type\":\"problem\",\"text\":\"A card has 1 to 280 characters.\"}");

        assertThat(pin(author, "No milk")).isNotEmpty();
    }

    @Test
    void thePathParameterNamesTheBoard() throws Exception {
        JdkSocket umlaut = visitor().open("boards/K%C3%BCche");
        assertThat(umlaut.text()).contains("\"board\":\"Küche\"");

        JdkSocket nameless = visitor().open("boards/a%20b");
        assertThat(nameless.closed())
                .isEqualTo(new JdkSocket.Closed(1008, "A board has 1 to 32 letters, digits, - and _"));
    }

    @Test
    void formsOfOtherSitesHaveNoHttpSession() throws Exception {
        assumeThat(knowsCookieAttributes()).isTrue();
        assertThat(visitor().get("visitor").headers().firstValue("Set-Cookie"))
                .get(InstanceOfAssertFactories.STRING)
                .containsIgnoringCase("; HttpOnly")
                .containsIgnoringCase("; SameSite=Lax");
    }

    @Test
    void theHttpSessionKeepsTheNameOfAGuest() throws Exception {
        Visit zoe = visitor();
        assertThat(zoe.get("visitor").body())
                .startsWith("{\"name\":\"Guest ")
                .endsWith(",\"guest\":true,\"member\":false}");
        assertThat(zoe.post("visitor", "name", " Zoë ").body()).startsWith("{\"name\":\"Zoë\"");

        assertThat(zoe.open("boards/" + name).text()).contains("\"you\":\"Zoë\",\"member\":false");
        assertThat(visitor().open("boards/" + name).text()).contains("\"you\":\"Somebody\"");
        assertThat(zoe.post("visitor", "name", "").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({MEMBER + ", true", OTHER + ", false"})
    void anOpenEndpointKnowsTheUserAndTheRole(String user, boolean member) throws Exception {
        Visit visit = loggedIn(user);

        assertThat(visit.get("visitor").body())
                .isEqualTo("{\"name\":\"" + user + "\",\"guest\":false,\"member\":" + member + "}");
        assertThat(visit.open("boards/" + name).text()).contains("\"you\":\"" + user + "\",\"member\":" + member);
    }

    @Test
    void anEndpointThatAListenerHasAddedTellsHowMuchThereIs() throws Exception {
        JdkSocket status = visitor().open("status");
        assertThat(status.text()).startsWith("{\"type\":\"status\",\"boards\":");

        JdkSocket author = visitor().open("boards/" + name);
        author.text();
        pin(author, "No milk");

        // Connections of other tests may still be ending.
        String told = status.text();
        while (!told.matches(
                "\\{\"type\":\"status\",\"boards\":[1-9]\\d*,\"cards\":[1-9]\\d*,\"visitors\":[1-9]\\d*}")) {
            told = status.text();
        }
    }

    @Test
    void theSecurityConstraintKeepsEverybodyElseFromTheEndpointForMembers() throws Exception {
        // A server may show its login form at this address or send there.
        assertThat(visitor().refusal("members/" + name)).isIn(200, 302, 303);
        assertThat(loggedIn(OTHER).refusal("members/" + name)).isEqualTo(403);
        assertThat(loggedIn(MEMBER).open("members/" + name).text())
                .isEqualTo("{\"type\":\"hello\",\"user\":\"" + MEMBER + "\"}");
    }

    @Test
    void whoIsRefusedSeesThePageForIt() throws Exception {
        HttpResponse<String> page = loggedIn(OTHER).get("members/" + name);

        assertThat(page.statusCode()).isEqualTo(403);
        // Jetty 12.0 checks before the application is there to show a page of its own.
        assertThat(page.body()).containsAnyOf("Members only", "Powered by Jetty:// 12.0");
    }

    @Test
    void aWrongPasswordIsAskedForAgain() throws Exception {
        Visit visit = visitor();

        assertThat(visit.logIn(MEMBER, "guessed").body()).contains("The user name or the password was not right.");
        assertThat(visit.get("visitor").body()).contains("\"guest\":true");

        HttpResponse<String> page = visit.post("j_security_check", "j_username", MEMBER, "j_password", PASSWORD);
        assertThat(page.uri().getPath()).isEqualTo(board().getPath());
        assertThat(visit.get("visitor").body()).contains("\"name\":\"" + MEMBER + "\"");
    }

    @Test
    void aMemberTakesACardDown() throws Exception {
        JdkSocket author = visitor().open("boards/" + name);
        author.text();
        String number = pin(author, "No milk");
        JdkSocket member = loggedIn(MEMBER).open("members/" + name);
        member.text();

        member.sendText("{\"card\":" + number + "}");

        assertThat(author.text()).isEqualTo("{\"type\":\"taken\",\"card\":" + number + "}");
        member.sendText("{\"card\":" + number + "}");
        assertThat(member.text()).isEqualTo("{\"type\":\"problem\",\"text\":\"That card is gone already.\"}");
    }

    @Test
    void aLogoutClosesTheConnectionsThatWereOpenedWithItsLoginAndNoOther() throws Exception {
        Visit visit = visitor();
        visit.get("visitor");
        JdkSocket asGuest = visit.open("boards/" + name);
        asGuest.text();
        visit.logIn(MEMBER, PASSWORD);
        JdkSocket member = visit.open("members/" + name);
        member.text();
        assertThat(pin(asGuest, "The login has left me alone")).isNotEmpty();
        JdkSocket asMember = visit.open("boards/" + name);
        assertThat(asMember.text()).contains("\"you\":\"" + MEMBER + "\",\"member\":true");

        HttpResponse<String> page = visit.post("logout");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo(board().getPath());
        assertThat(member.closed().code()).isEqualTo(1008);
        assertThat(asMember.closed().code()).isEqualTo(1008);
        assertThat(pin(asGuest, "And so has the logout")).isNotEmpty();
        assertThat(visit.get("visitor").body()).contains("\"guest\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "fahrenheit, 212, 212.00 °F = 100.00 °C",
        "knots, 10, 10.00 kn = 18.52 km/h",
        "feet, 10, 10.00 ft = 3.05 m",
        "miles, 10, 10.00 mi = 16.09 km",
        "miles, ten, That is not a number."
    })
    void theApplicationConfigDeploysWhatItChoosesAndWhatItConfigures(String path, String amount, String answer)
            throws Exception {
        JdkSocket socket = visit(converter()).open(path);

        socket.sendText(amount);

        assertThat(socket.text()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gallons", "pounds"})
    void theApplicationConfigLeavesOutWhatItDoesNotChoose(String path) {
        assertThat(visit(converter()).refusal(path)).isEqualTo(404);
    }

    @Test
    void theConverterHasAPage() throws Exception {
        HttpResponse<String> page = visit(converter()).get("index.html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Converter</title>");
    }
}
