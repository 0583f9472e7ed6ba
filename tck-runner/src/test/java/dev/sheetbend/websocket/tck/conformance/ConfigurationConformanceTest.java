package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 3. */
class ConfigurationConformanceTest extends DeployedWar {
    /** The endpoints of this chapter. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("configuration", ConfigurationEndpoints.class);
    }

    @Test
    void wsc_3_1_encodersAndDecodersTranslate() throws Exception {
        assertThat(ask("coded", "left/right")).isEqualTo("answer/right");
    }

    @Test
    void wsc_3_1_1_theConfiguratorDecidesOnTheOrigin() throws Exception {
        assertThat(handshake("custom", "Origin: https://friend.example").status())
                .isEqualTo(101);
        assertThat(handshake("custom", "Origin: http://127.0.0.1").status()).isEqualTo(403);
    }

    @Test
    void wsc_3_1_1_theConfiguratorChoosesTheSubprotocolAndAddsHeaders() throws Exception {
        HttpAnswer answer = handshake(
                "custom", "Origin: https://friend.example", "Sec-WebSocket-Protocol: first, unheard-of, second");

        assertThat(answer.header("Sec-WebSocket-Protocol")).contains("second");
        assertThat(answer.header("X-Custom")).contains("yes");
    }

    @Test
    void wsc_3_1_1_theConfiguratorsUserPropertiesAreThoseOfTheSession() throws Exception {
        for (int connection = 0; connection < 2; connection++) {
            RawWebSocketClient client = rawWithoutHandshake("custom");
            client.handshake("Origin: https://friend.example");
            client.sendText("visits");

            assertThat(text(client)).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exact         | /exact {}",
                "slash/b/      | /slash/b/ {}",
                "one/a/b       | /one/a/{var} {var=b}",
                "one/a/apple   | /one/a/{var} {var=apple}"
            })
    void wsc_3_1_1_1_aPathMatchesExactlyOrExpandsATemplate(String path, String place) throws Exception {
        assertThat(ask(path, "place")).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%65xact", "other/../exact", "./exact", "../configuration/exact"})
    void wsc_3_1_1_1_theNormalizedPathIsMatched(String path) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exact", "/one/a/{other}", "/three/a/{x}/{y}"})
    void wsc_3_1_1_2_theSamePathOrAnEquivalentTemplateIsRefused(String path) throws Exception {
        assertThat(deploy(ConfigurationEndpoints.Place.class, path))
                .startsWith("DeploymentException")
                .contains(path);
    }

    @Test
    void wsc_3_1_1_2_anExpandedFormOfATemplateIsNoDuplicate() throws Exception {
        assertThat(deploy(ConfigurationEndpoints.Place.class, "/one/a/added")).isEqualTo("deployed");
        assertThat(ask("one/a/added", "place")).isEqualTo("/one/a/added {}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "three/a/b/c | /three/a/b/c {}",
                "three/a/d/c | /three/a/{var}/c {var=d}",
                "three/a/x/y | /three/a/{var1}/{var2} {var1=x, var2=y}",
                "two/b/d     | /two/b/{var2} {var2=d}",
                "two/c/d     | /two/{var1}/d {var1=c}"
            })
    void wsc_3_1_1_3_anExactSegmentWinsFromLeftToRight(String path, String place) throws Exception {
        assertThat(ask(path, "place")).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "Exact",
                "exact/",
                "slash/b",
                "one/a",
                "one/a/",
                "one/a/b/",
                "one/a/b/c",
                "two/c/e",
            })
    void wsc_3_1_1_4_withoutAMatchThereIsNoConnection(String path) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"'other, second', second", "'first, second', first", "first, first"})
    void wsc_3_1_2_1_aSubprotocolThatBothKnowIsChosen(String offered, String chosen) throws Exception {
        RawWebSocketClient client = rawWithoutHandshake("subprotocols");
        HttpAnswer answer = client.handshake("Sec-WebSocket-Protocol: " + offered);
        client.sendText("subprotocol");

        assertThat(answer.header("Sec-WebSocket-Protocol")).contains(chosen);
        assertThat(text(client)).isEqualTo(chosen);
    }

    @Test
    void wsc_3_1_2_1_withoutACommonSubprotocolNoneIsChosen() throws Exception {
        HttpAnswer answer = handshake("subprotocols", "Sec-WebSocket-Protocol: other");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
    }

    @Test
    void wsc_3_1_3_1_anExtensionThatIsNotSupportedIsNotChosen() throws Exception {
        HttpAnswer answer = handshake("exact", "Sec-WebSocket-Extensions: unheard-of; level=2");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unheard-of, no-masking, other; x, permessage-deflate | no-masking, permessage-deflate",
                "permessage-deflate, unheard-of, no-masking, other; x | permessage-deflate, no-masking"
            })
    void wsc_3_1_3_1_theSupportedExtensionsAreChosenInTheClientsOrder(String offered, String chosen) throws Exception {
        HttpAnswer answer = handshake("extensions", "Sec-WebSocket-Extensions: " + offered);

        assertThat(answer.status()).isEqualTo(101);
        String names = answer.header("Sec-WebSocket-Extensions").orElse("").replaceAll(" *;[^,]*", "");
        assertThat(names).isEqualTo(chosen);
    }

    @Test
    void wsc_3_1_4_1_thePageOfAnotherHostIsRefused() throws Exception {
        assertThat(handshake("exact", "Origin: https://elsewhere.example").status())
                .isEqualTo(403);
        assertThat(handshake("exact", "Origin: http://127.0.0.1").status()).isEqualTo(101);
    }

    @Test
    void wsc_3_1_5_1_theDefaultAnswerHasNoHeaderOfItsOwn() throws Exception {
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.addAll(handshake("exact").headers().keySet());
        // Jetty's own.
        headers.remove("Date");
        headers.remove("Server");

        assertThat(headers).containsExactly("Connection", "Sec-WebSocket-Accept", "Upgrade");
    }

    @Test
    void wsc_3_1_7_1_theConfiguratorIsAskedForAnInstanceAtEachConnection() throws Exception {
        JdkSocket one = jdk("shared");
        assertThat(ask(one, "made")).isEqualTo("1 calls");
        JdkSocket other = jdk("shared");

        assertThat(ask(other, "made")).isEqualTo("2 calls");
        assertThat(ask(one, "opens")).isEqualTo("2");
    }

    @Test
    void wsc_3_1_7_2_thePlatformMakesANewInstanceEachTime() throws Exception {
        assertThat(ask("twice", "made")).isEqualTo("two");
    }
}
