package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.OpeningRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningRequestsTest {
    @Test
    void parametersComeFromTheQueryDecodedAndInOrder() {
        assertThat(OpeningRequests.parameters("a=1&b=x%20y+z&a=2&&c&d=%C3%A9"))
                .isEqualTo(Map.of(
                        "a", List.of("1", "2"), "b", List.of("x y z"), "c", List.of(""), "d", List.of("\u00e9")));
    }

    @Test
    void aMalformedEscapeStaysAsThePeerSentIt() {
        assertThat(OpeningRequests.parameters("a=100%&%zz=1"))
                .isEqualTo(Map.of("a", List.of("100%"), "%zz", List.of("1")));
    }

    @Test
    void noQueryMeansNoParameters() {
        assertThat(OpeningRequests.parameters(null)).isEmpty();
    }

    @Test
    void whatMayNotStandInAUriIsEncoded() {
        assertThat(OpeningRequests.uri("ws://h:1", "/a%20b?q={x}|%zz[1]").toString())
                .isEqualTo("ws://h:1/a%20b?q=%7bx%7d%7c%25zz%5b1%5d");
    }

    @Test
    void aMalformedHostIsLeftOut() {
        assertThat(OpeningRequests.uri("ws://h h", "/a").toString()).isEqualTo("/a");
    }

    /** A request that answers with these values, by method name; and with nothing to everything else. */
    private static HttpServletRequest request(Map<String, Object> answers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OpeningRequestsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    return answers.getOrDefault(
                            method.getName(),
                            type == int.class
                                    ? (Object) 0
                                    : type == boolean.class
                                            ? (Object) false
                                            : type == Enumeration.class ? Collections.emptyEnumeration() : null);
                });
    }

    private static final Map<String, Object> PLACE = Map.of("getServerName", "h", "getRequestURI", "/a");

    @Test
    void theFactsAreThoseOfTheRequest() {
        Map<String, Object> answers = new HashMap<>(PLACE);
        answers.putAll(Map.of(
                "getRemoteAddr",
                "192.0.2.1",
                "getRemoteHost",
                "remote.example",
                "getRemotePort",
                1,
                "getLocalAddr",
                "192.0.2.2",
                "getLocalName",
                "local.example",
                "getLocalPort",
                2,
                "getLocale",
                Locale.CANADA_FRENCH,
                "getAttribute",
                new X509Certificate[0]));
        assertThat(OpeningRequests.copyOf(request(answers), Login.NONE).facts().get())
                .isEqualTo(new OpeningRequest.ConnectionFacts(
                        "192.0.2.1",
                        "remote.example",
                        1,
                        "192.0.2.2",
                        "local.example",
                        2,
                        Locale.CANADA_FRENCH,
                        List.of()));
    }

    @Test
    void aConnectionWithoutPortsHasMinusOne() {
        OpeningRequest.ConnectionFacts facts =
                OpeningRequests.copyOf(request(PLACE), Login.NONE).facts().get();
        assertThat(facts.remotePort()).isEqualTo(-1);
        assertThat(facts.localPort()).isEqualTo(-1);
        assertThat(facts.clientCertificates()).isEmpty();
    }

    @Test
    void theClientsCertificatesAreThoseOfTheRequestInOrder(@TempDir Path directory) throws Exception {
        TestCertificate made = new TestCertificate(directory);
        var chain = new X509Certificate[] {(X509Certificate) certificate(made)};
        Map<String, Object> answers = new HashMap<>(PLACE);
        answers.put("getAttribute", chain);
        assertThat(OpeningRequests.copyOf(request(answers), Login.NONE)
                        .facts()
                        .get()
                        .clientCertificates())
                .containsExactly(chain);
    }

    private static Certificate certificate(TestCertificate made) throws Exception {
        KeyStore store = KeyStore.getInstance(made.keyStore.toFile(), TestCertificate.PASSWORD.toCharArray());
        return store.getCertificate(store.aliases().nextElement());
    }
}
