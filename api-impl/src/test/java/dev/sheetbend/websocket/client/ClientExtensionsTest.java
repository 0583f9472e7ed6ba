package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.session.ExtensionView;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ProviderLoader;
import dev.sheetbend.websocket.spi.TestExtension;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The extensions of a client's connections, through the whole opening handshake (RFC 6455, 4.1 and 9.1): with the providers
 * {@code alpha} and {@code beta} of the application beside the built-in ones.
 */
@Timeout(60)
class ClientExtensionsTest {
    private static final String NAME = "Sec-WebSocket-Extensions";

    private final Map<String, String> requestHeaders = new ConcurrentHashMap<>();
    private final Map<String, List<String>> added = new HashMap<>();
    private final List<Map<String, List<String>>> responses = new ArrayList<>();
    private final Map<String, Object> userProperties = new HashMap<>();
    private SheetbendClientContainer container;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        TestExtension.EVENTS.clear();
        container = ProviderLoader.with(
                directory, List.of(TestExtension.Alpha.class, TestExtension.Beta.class), ClientContainers::create);
    }

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    private ClientEndpointConfig config(String configured, Optional<SSLContext> tls) throws Exception {
        List<ExtensionOffer> offers = configured.isEmpty() ? List.of() : ExtensionHeader.parse(List.of(configured));
        var builder = ClientEndpointConfig.Builder.create()
                .extensions(ExtensionView.of(offers))
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.putAll(added);
                    }

                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        responses.add(response.getHeaders());
                    }
                });
        tls.ifPresent(builder::sslContext);
        ClientEndpointConfig config = builder.build();
        config.getUserProperties().putAll(userProperties);
        return config;
    }

    private RawServer server(Optional<SSLContext> tls, String... headerLines) throws Exception {
        return new RawServer(tls, connection -> {
            requestHeaders.put(NAME, connection.header(NAME));
            connection.answer(connection.switching(headerLines));
            new EchoPeer(connection.socket).run();
        });
    }

    /** What stands in the request when this is configured; the server accepts nothing. */
    private String offered(String configured) throws Exception {
        try (RawServer server = server(Optional.empty());
                Session session = container.connectToServer(
                        new RecordingEndpoint(), config(configured, Optional.empty()), server.uri())) {
            assertThat(session.getNegotiatedExtensions()).isEmpty();
        }
        return requestHeaders.get(NAME);
    }

    /** What the session says when the server accepts this. */
    private String negotiated(Optional<SSLContext> tls, String configured, String... headerLines) throws Exception {
        try (RawServer server = server(tls, headerLines);
                Session session =
                        container.connectToServer(new RecordingEndpoint(), config(configured, tls), server.uri())) {
            assertThat(session.getNegotiatedExtensions()).isUnmodifiable();
            return ExtensionHeader.format(session.getNegotiatedExtensions().stream()
                    .map(ExtensionView::offer)
                    .toList());
        }
    }

    private void assertRefused(String configured, String accepted, String message) throws Exception {
        try (RawServer server = server(Optional.empty(), NAME + ": " + accepted)) {
            assertThatThrownBy(() -> container.connectToServer(
                            new RecordingEndpoint(), config(configured, Optional.empty()), server.uri()))
                    .isInstanceOfSatisfying(HandshakeException.class, refused -> {
                        assertThat(refused).hasMessage(message);
                        assertThat(refused.status()).isEqualTo(101);
                        assertThat(refused.headers()).containsEntry(NAME, List.of(accepted));
                    });
        }
        assertThat(responses).hasSize(1);
        assertThat(responses.get(0)).containsEntry(NAME, List.of(accepted));
    }

    @Test
    void eachProviderIsAnInstalledExtension() {
        assertThat(container.getInstalledExtensions())
                .extracting(Extension::getName)
                .containsExactly("alpha", "beta", "permessage-deflate", "no-masking");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'beta; x, alpha', 'beta; x, alpha'",
        "'unknown, alpha; x=1, unknown; y, alpha', 'unknown, unknown; y, alpha; x=1, alpha'",
        "'permessage-deflate; client_max_window_bits', 'permessage-deflate; client_max_window_bits'"
    })
    void whatIsConfiguredIsOffered(String configured, String offered) throws Exception {
        assertThat(offered(configured)).isEqualTo(offered);
    }

    @Test
    void whatAProviderWantsIsOfferedUnasked() throws Exception {
        userProperties.put(SheetbendProperties.COMPRESSION, "offer");
        userProperties.put(TestExtension.property("beta", "offer"), "mine");

        assertThat(offered("unknown"))
                .startsWith("unknown, beta; mine, permessage-deflate; ")
                .contains("client_max_window_bits");
    }

    @Test
    void aProviderThatFailsOffersNothing() throws Exception {
        userProperties.put(TestExtension.property("alpha", "offering"), "on purpose");

        assertThat(offered("alpha, beta")).isEqualTo("beta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alpha | alpha | alpha",
                "alpha, beta | beta; x, alpha | beta; x, alpha",
                "alpha, beta | ,beta;x=\"1\" ,, alpha | beta; x=1, alpha",
                "alpha; x, alpha; y | alpha; y | alpha; y",
                "alpha, beta | alpha; bits=1, beta; bits=2 | alpha; bits=1, beta; bits=2"
            })
    void theSessionTellsWhatTheServerHasAccepted(String configured, String accepted, String negotiated)
            throws Exception {
        assertThat(negotiated(Optional.empty(), configured, NAME + ": " + accepted))
                .isEqualTo(negotiated);
    }

    @Test
    void severalLinesOfAnAnswerAreOneList() throws Exception {
        assertThat(negotiated(
                        Optional.empty(), "alpha, beta", NAME + ": beta", NAME.toLowerCase(Locale.ROOT) + ": alpha; x"))
                .isEqualTo("beta, alpha; x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alpha | beta | The server chose an extension that was not offered.",
                "'' | permessage-deflate | The server chose an extension that was not offered.",
                "alpha | alpha, no-masking | The server chose an extension that was not offered.",
                "unknown | unknown | The server accepted the extension unknown, which this client offers but does not"
                        + " have.",
                "alpha | alpha, alpha; x | The server accepted the extension alpha more than once.",
                "alpha | alpha; no | The server accepted the extension alpha in a way that does not agree with the"
                        + " offer.",
                "alpha | alpha; throw | The server accepted the extension alpha in a way that does not agree with the"
                        + " offer.",
                "alpha, beta | beta; bits=3, alpha; later=3 | The server accepted the extension alpha, which uses a"
                        + " reserved bit of another one that it accepted.",
                "alpha, permessage-deflate | alpha; bits=1, permessage-deflate | The server accepted the extension"
                        + " permessage-deflate, which uses a reserved bit of another one that it accepted.",
                "permessage-deflate | permessage-deflate; client_max_window_bits=10 | The server accepted the extension"
                        + " permessage-deflate in a way that does not agree with the offer.",
                "permessage-deflate | permessage-deflate; unknown | The server accepted the extension"
                        + " permessage-deflate in a way that does not agree with the offer."
            })
    void anAnswerThatWasNotAskedForFailsTheHandshake(String configured, String accepted, String message)
            throws Exception {
        assertRefused(configured, accepted, message);
    }

    @Test
    void whatTheConfiguratorPutsIntoTheRequestIsWhatCounts() throws Exception {
        added.put(NAME, List.of("beta; x", "alpha"));
        assertThat(negotiated(Optional.empty(), "", NAME + ": alpha, beta")).isEqualTo("alpha, beta");
        assertThat(TestExtension.EVENTS).contains("alpha confirm alpha", "beta confirm beta; x");

        responses.clear();
        added.put(NAME, List.of("beta"));
        assertRefused("alpha", "alpha", "The server chose an extension that was not offered.");
    }

    @Test
    void aConfiguratorCannotHaveMasksLeftOutAgainstTheProperty() throws Exception {
        userProperties.put(SheetbendProperties.NO_MASKING, "encrypted");
        added.put(NAME, List.of("no-masking"));

        assertRefused(
                "",
                "no-masking",
                "The server accepted the extension no-masking in a way that does not agree with the offer.");
    }

    @ParameterizedTest
    @CsvSource({
        "off, false, false",
        "off, true, false",
        "encrypted, false, false",
        "encrypted, true, true",
        "always, false, true",
        "always, true, true"
    })
    void masksAreOfferedToBeLeftOutWhereThePropertyAllowsIt(String policy, boolean secure, boolean allowed)
            throws Exception {
        userProperties.put(SheetbendProperties.NO_MASKING, policy);
        Optional<SSLContext> tls =
                secure ? Optional.of(TestCertificate.contextFor("localhost", directory)) : Optional.empty();
        String[] answer = allowed ? new String[] {NAME + ": no-masking"} : new String[0];

        for (String configured : List.of("", "no-masking")) {
            assertThat(negotiated(tls, configured, answer)).isEqualTo(allowed ? "no-masking" : "");
            assertThat(requestHeaders.get(NAME)).isEqualTo(allowed ? "no-masking" : "");
        }
    }

    @Test
    void anIllegalOfferOfTheConfigurationIsADeploymentExceptionBeforeAnythingIsSent() throws Exception {
        try (RawServer server = server(Optional.empty())) {
            assertThatThrownBy(() -> container.connectToServer(
                            new RecordingEndpoint(),
                            config("permessage-deflate; server_max_window_bits=16", Optional.empty()),
                            server.uri()))
                    .isExactlyInstanceOf(DeploymentException.class)
                    .hasMessageContaining("permessage-deflate")
                    .hasMessageContaining("cannot be offered");
        }
        assertThat(requestHeaders).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dev.sheetbend.websocket.noMasking, perhaps",
        "dev.sheetbend.websocket.compressionLevel, 10",
        "test.beta.check, illegal"
    })
    void anIllegalPropertyIsADeploymentExceptionBeforeAnythingIsSent(String name, String value) throws Exception {
        userProperties.put(name, value);
        try (RawServer server = server(Optional.empty())) {
            assertThatThrownBy(() -> container.connectToServer(
                            new RecordingEndpoint(), config("", Optional.empty()), server.uri()))
                    .isExactlyInstanceOf(DeploymentException.class)
                    .hasMessageStartingWith("The property " + name);
        }
        assertThat(requestHeaders).isEmpty();
    }

    @Test
    void providersAreStartedOnceAskedForEachConnectionAndClosedOnce() throws Exception {
        offered("");
        negotiated(Optional.of(TestCertificate.contextFor("localhost", directory)), "");
        assertThat(TestExtension.EVENTS)
                .containsExactly(
                        "alpha start",
                        "beta start",
                        "alpha check",
                        "beta check",
                        "alpha check secure",
                        "beta check secure");

        TestExtension.EVENTS.clear();
        container.close();
        container.close();
        assertThat(TestExtension.EVENTS).containsExactly("alpha close", "beta close");
    }
}
