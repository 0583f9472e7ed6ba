package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ws://example.com/chat false example.com 80 /chat example.com",
                "ws://example.com false example.com 80 / example.com",
                "WS://EXAMPLE.com:80/a false example.com 80 /a example.com",
                "ws://example.com:/a false example.com 80 /a example.com",
                "ws://example.com:8080/a?b=c&d=%20 false example.com 8080 /a?b=c&d=%20 example.com:8080",
                "ws://example.com?q false example.com 80 /?q example.com",
                "wss://example.com/ true example.com 443 / example.com",
                "wss://example.com:443/ true example.com 443 / example.com",
                "wss://example.com:80/ true example.com 80 / example.com:80",
                "ws://[::1]:9000/x false [::1] 9000 /x [::1]:9000",
                "ws://with_underscore/x false with_underscore 80 /x with_underscore",
                "ws://example.com/a%2Fb//c false example.com 80 /a%2Fb//c example.com",
                "ws://example.com/ü false example.com 80 /%C3%BC example.com"
            })
    void readsWhereToConnectAndWhatToAskFor(
            String uri, boolean secure, String host, int port, String target, String hostHeader) {
        WebSocketUri parsed = WebSocketUri.of(URI.create(uri));

        assertThat(parsed).isEqualTo(new WebSocketUri(secure, host, port, target));
        assertThat(parsed.hostHeader()).isEqualTo(hostHeader);
    }

    @Test
    void givesResolversAnIpv6AddressWithoutBrackets() {
        assertThat(WebSocketUri.of(URI.create("ws://[::1]/")).address()).isEqualTo("::1");
        assertThat(WebSocketUri.of(URI.create("ws://localhost/")).address()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com/", "https://example.com/", "/chat", "example.com", "wsss://example.com/"})
    void refusesEverySchemeButWsAndWss(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUri.of(URI.create(uri)))
                .withMessageContaining("must begin with ws:// or wss://");
    }

    @Test
    void refusesAFragment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUri.of(URI.create("ws://example.com/a#b")))
                .withMessageContaining("fragment");
    }

    @Test
    void refusesUserInformation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUri.of(URI.create("ws://user:secret@example.com/")))
                .withMessageContaining("user information");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws:///chat", "ws://example.com:0/", "ws://example.com:65536/", "ws:chat"})
    void refusesAServerWithoutHostOrWithAnImpossiblePort(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUri.of(URI.create(uri)))
                .withMessageContaining("must name a host");
    }
}
