package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.session.ExtensionView;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.ProviderLoader;
import dev.sheetbend.websocket.spi.TestExtension;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The extensions of a server's connections, through the whole opening handshake (RFC 6455, 9.1; specification, 3.1.3): with
 * the providers {@code alpha} and {@code beta} of the application beside the built-in ones.
 */
class ExtensionNegotiationTest extends HandshakeFixture {
    private static final String NAME = "Sec-WebSocket-Extensions";

    @TempDir
    Path directory;

    @BeforeEach
    void forgetEvents() {
        TestExtension.EVENTS.clear();
    }

    private static Extension extension(String name, Parameter... parameters) {
        return new ExtensionView(ExtensionOffer.of(name, parameters));
    }

    private void start(ServerEndpointConfig.Configurator configurator, Extension... configured) throws Exception {
        container = ProviderLoader.with(
                directory,
                List.of(TestExtension.Alpha.class, TestExtension.Beta.class),
                () -> new ServerEndpointContainer(Settings.of(settings::get)));
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}")
                .configurator(configurator)
                .extensions(List.of(configured))
                .build();
        config.getUserProperties().putAll(userProperties);
        container.addEndpoint(config);
    }

    private void start() throws Exception {
        start(new ServerEndpointConfig.Configurator());
    }

    /** What the answer names; the session tells the same. */
    private String answer(String... headerLines) {
        UpgradeAnswer.Accepted accepted = accepted(
                Stream.of(headerLines).flatMap(line -> Stream.of(NAME, line)).toArray(String[]::new));
        List<String> lines = accepted.headers().getOrDefault(NAME, List.of());
        assertThat(lines).hasSizeLessThan(2);
        String answer = String.join("", lines);
        List<Extension> negotiated = open(accepted).getNegotiatedExtensions();
        assertThat(ExtensionHeader.format(
                        negotiated.stream().map(ExtensionView::offer).toList()))
                .isEqualTo(answer);
        assertThat(negotiated).isUnmodifiable();
        return answer;
    }

    @Test
    void eachProviderIsAnInstalledExtensionAndThoseOfTheApplicationComeFirst() throws Exception {
        start();

        assertThat(container.getInstalledExtensions())
                .extracting(Extension::getName)
                .containsExactly("alpha", "beta", "permessage-deflate", "no-masking");
        assertThat(container.getInstalledExtensions())
                .allSatisfy(extension -> assertThat(extension.getParameters()).isEmpty());
        assertThat(container.getInstalledExtensions()).isUnmodifiable();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alpha | alpha",
                "beta, alpha | beta, alpha",
                "other, alpha, another | alpha",
                "other | ''",
                "Alpha | ''",
                // Grammar (RFC 6455, 9.1; RFC 9110, 5.6).
                ", alpha ,, beta, | alpha, beta",
                "alpha;x;y=1 | alpha; x; y=1",
                "alpha \t; x = 1 | alpha; x=1",
                "alpha; x=\"1\"; y=\"a\\b\" | alpha; x=1; y=ab",
                "alpha; x; x=2; x | alpha; x; x=2; x",
                "alpha; unheard-of; of=it | alpha; unheard-of; of=it",
                // Alternatives.
                "alpha; no, alpha; x | alpha; x",
                "alpha; x, beta, alpha; y | alpha; x, beta",
                "alpha; no, beta, alpha; x | alpha; x, beta",
                "alpha; no, alpha; no=2 | ''",
                // Reserved bits.
                "alpha; bits=1, beta; bits=1 | alpha; bits=1",
                "beta; bits=1, alpha; bits=1 | beta; bits=1",
                "alpha; bits=1, beta; bits=1, beta; bits=2 | alpha; bits=1, beta; bits=2",
                "alpha; bits=1, permessage-deflate | alpha; bits=1",
                "alpha; bits=2, permessage-deflate; client_no_context_takeover; server_no_context_takeover |"
                        + " alpha; bits=2,"
                        + " permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                // Providers that fail.
                "alpha; throw, beta | beta",
                "alpha; missing, alpha; x | alpha; x",
                "alpha; null | ''",
                "alpha; name=beta | ''",
                "alpha; bits=9 | ''",
                // Bad offers of what is built in.
                "permessage-deflate; unknown, beta | beta",
                "permessage-deflate; server_max_window_bits=16 | ''",
                "permessage-deflate; server_max_window_bits | ''",
                "permessage-deflate; server_no_context_takeover=1 | ''",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover | ''",
                "no-masking | ''"
            })
    void whatIsOfferedAndInstalledIsAnsweredInTheOrderOfTheOffer(String offers, String answer) throws Exception {
        start();

        assertThat(answer(offers)).isEqualTo(answer);
    }

    @Test
    void aQuotedValueIsReadAsIfItHadNoQuotes() throws Exception {
        start();

        assertThat(answer("permessage-deflate; server_max_window_bits=\"10\"; client_no_context_takeover"))
                .isEqualTo("permessage-deflate; client_no_context_takeover; server_max_window_bits=10");
    }

    @Test
    void severalLinesAreOneList() throws Exception {
        start();

        assertThat(answer("other, beta; x=1", "", "alpha", "beta; y")).isEqualTo("beta; x=1, alpha");
    }

    @Test
    void withoutAnOfferThereIsNoAnswer() throws Exception {
        start();

        assertThat(answer()).isEmpty();
        assertThat(accepted().headers()).doesNotContainKey(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpha;", "alpha beta", "alpha; x=\"", "alpha; x=\"a b\"", "=", ",", "alpha; x=\"\""})
    void aHeaderThatBreaksTheGrammarIs400(String offers) throws Exception {
        start();

        assertRefused(ask(NAME, offers), 400);
    }

    // The application's part

    /** Chooses as it is told. */
    private static final class Choosing extends ServerEndpointConfig.Configurator {
        private final BiFunction<List<Extension>, List<Extension>, List<Extension>> choice;

        Choosing(BiFunction<List<Extension>, List<Extension>, List<Extension>> choice) {
            this.choice = choice;
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return choice.apply(installed, requested);
        }
    }

    static Stream<Arguments> choices() {
        String offers = "alpha; x, other, beta, alpha; y, beta; z";
        return Stream.of(
                choice("null", offers, "", (installed, requested) -> null),
                choice("nothing", offers, "", (installed, requested) -> List.of()),
                choice("a null", offers, "", (installed, requested) -> Collections.singletonList(null)),
                choice("all", offers, "alpha; x, beta", (installed, requested) -> requested),
                choice("all backwards", offers, "beta; z, alpha; y", (installed, requested) -> {
                    Collections.reverse(requested);
                    return requested;
                }),
                choice("one offer", offers, "alpha; y", (installed, requested) -> List.of(requested.get(3))),
                choice(
                        "one offer twice",
                        offers,
                        "alpha; y",
                        (installed, requested) -> List.of(requested.get(3), requested.get(3))),
                choice("no supported one", offers, "", (installed, requested) -> List.of(requested.get(1))),
                choice("what is installed", offers, "alpha; x, beta", (installed, requested) -> installed),
                choice(
                        "an object of its own",
                        offers,
                        "alpha; x; w=1",
                        (installed, requested) -> List.of(extension("alpha", Parameter.of("w", "1")))),
                choice(
                        "its own, for the second offer",
                        "alpha; no, alpha; y",
                        "alpha; y; w",
                        (installed, requested) -> List.of(extension("alpha", Parameter.of("w")))),
                choice(
                        "a copy of an offer",
                        offers,
                        "alpha; y",
                        (installed, requested) -> List.of(extension("alpha", Parameter.of("y")))),
                choice(
                        "its own and one offer",
                        offers,
                        "alpha; y; w",
                        (installed, requested) -> List.of(requested.get(3), extension("alpha", Parameter.of("w")))),
                choice(
                        "two of its own",
                        offers,
                        "alpha; x; v",
                        (installed, requested) ->
                                List.of(extension("alpha", Parameter.of("v")), extension("alpha", Parameter.of("w")))),
                choice(
                        "what was not offered",
                        "alpha",
                        "alpha",
                        (installed, requested) -> List.of(extension("beta"), extension("other"), requested.get(0))),
                choice(
                        "one without a name",
                        "alpha",
                        "alpha",
                        (installed, requested) -> List.of(new Odd(null, null), requested.get(0))),
                choice(
                        "one with null for parameters",
                        "alpha; x",
                        "alpha; x",
                        (installed, requested) -> List.of(new Odd("alpha", null))));
    }

    /** As an application might write one. */
    private record Odd(String getName, List<Extension.Parameter> getParameters) implements Extension {}

    private static Arguments choice(
            String name,
            String offers,
            String answer,
            BiFunction<List<Extension>, List<Extension>, List<Extension>> choice) {
        return Arguments.of(name, offers, answer, new Choosing(choice));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void theConfiguratorChoosesAmongTheOffers(
            String name, String offers, String answer, ServerEndpointConfig.Configurator configurator)
            throws Exception {
        start(configurator);

        assertThat(answer(offers)).as(name).isEqualTo(answer);
    }

    @Test
    void theParametersOfTheEndpointsConfigurationAreWishes() throws Exception {
        start(
                new ServerEndpointConfig.Configurator(),
                extension("alpha", Parameter.of("wished", "1")),
                extension("beta"),
                extension("permessage-deflate", Parameter.of("server_no_context_takeover")));

        assertThat(answer("beta; x, alpha; y")).isEqualTo("beta; x, alpha; y; wished=1");
        assertThat(answer("permessage-deflate; client_no_context_takeover"))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @Test
    void theWishesOfAConfiguratorGoBeforeThoseOfTheConfiguration() throws Exception {
        start(
                new Choosing((installed, requested) -> List.of(extension("beta"), extension("alpha"))),
                extension("alpha", Parameter.of("wished", "1")));

        assertThat(answer("alpha, beta")).isEqualTo("beta, alpha");
    }

    @Test
    void theConfiguratorSeesWhatIsConfiguredAndThenWhatElseIsInstalled() throws Exception {
        var seen = new ArrayList<Extension>();
        Extension own = extension("beta", Parameter.of("wished"));
        start(
                new Choosing((installed, requested) -> {
                    seen.addAll(installed);
                    return requested;
                }),
                own,
                extension("mine"));

        assertThat(answer("mine, beta")).isEqualTo("beta; wished");
        assertThat(seen)
                .extracting(Extension::getName)
                .containsExactly("beta", "mine", "alpha", "permessage-deflate", "no-masking");
        assertThat(seen.get(0)).isSameAs(own);
    }

    @Test
    void aConfiguratorsWishThatIsNoTokenIs500() throws Exception {
        start(new Choosing((installed, requested) -> List.of(new Odd("alpha", List.of(new OddParameter("a b", "1"))))));

        assertRefused(ask(NAME, "alpha"), 500);
        assertThat(answer("beta")).isEmpty();
    }

    /** As an application might write one. */
    private record OddParameter(String getName, String getValue) implements Extension.Parameter {}

    @ParameterizedTest
    @MethodSource("unspeakable")
    void anExtensionOfTheConfigurationThatCannotStandInAHeaderIsNotDeployed(Extension extension) {
        assertThatThrownBy(() -> start(new ServerEndpointConfig.Configurator(), extension))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith(Plain.class.getName() + ": The ")
                .hasMessageContaining("must be a token");
    }

    static Stream<Extension> unspeakable() {
        return Stream.of(
                new Odd("no token", List.of()),
                new Odd(null, null),
                new Odd("x", List.of(new OddParameter(null, "1"))),
                new Odd("x", List.of(new OddParameter("p", "a b"))));
    }

    /** Does as it is told with the headers of the answer. */
    private static ServerEndpointConfig.Configurator modifying(Consumer<Map<String, List<String>>> change) {
        return new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                change.accept(response.getHeaders());
            }
        };
    }

    @Test
    void modifyHandshakeSeesTheAnswerAndCannotChangeIt() throws Exception {
        var seen = new ArrayList<List<String>>();
        start(modifying(headers -> {
            seen.add(headers.get("sec-websocket-extensions"));
            headers.put(NAME, List.of("beta"));
        }));

        assertThat(answer("alpha")).isEqualTo("alpha");
        assertThat(answer("other")).isEmpty();
        assertThat(answer()).isEmpty();
        assertThat(seen).containsExactly(List.of("alpha"), null, null);
    }

    @Test
    void modifyHandshakeCannotTakeTheAnswerAway() throws Exception {
        start(modifying(headers -> headers.remove(NAME)));

        assertThat(answer("alpha")).isEqualTo("alpha");
    }

    // Properties

    @ParameterizedTest
    @CsvSource({
        "off, false, false",
        "off, true, false",
        "encrypted, false, false",
        "encrypted, true, true",
        "always, false, true",
        "always, true, true"
    })
    void masksAreLeftOutWhereThePropertyAllowsItAndTheClientOffersIt(String policy, boolean encrypted, boolean left)
            throws Exception {
        userProperties.put(SheetbendProperties.NO_MASKING, policy);
        secure = encrypted;
        start();

        assertThat(answer("no-masking")).isEqualTo(left ? "no-masking" : "");
        assertThat(answer("no-masking; x")).isEmpty();
        assertThat(answer("alpha")).isEqualTo("alpha");
    }

    @Test
    void thePropertiesOfTheEndpointGoBeforeThoseOfTheApplication() throws Exception {
        settings.put(SheetbendProperties.COMPRESSION, "off");
        start();
        assertThat(answer("permessage-deflate")).isEmpty();
        container.stop();

        userProperties.put(SheetbendProperties.COMPRESSION, "accept");
        start();
        assertThat(answer("permessage-deflate")).startsWith("permessage-deflate");
    }

    @ParameterizedTest
    @CsvSource({
        "dev.sheetbend.websocket.noMasking, perhaps",
        "dev.sheetbend.websocket.compression, perhaps",
        "dev.sheetbend.websocket.compressionWindowBits, 7",
        "test.alpha.check, illegal"
    })
    void anIllegalPropertyOfTheEndpointIsADeploymentException(String name, String value) {
        userProperties.put(name, value);

        assertThatThrownBy(this::start)
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith(Plain.class.getName() + ": The property " + name);
    }

    @Test
    void aProviderThatFailsToExamineAConfigurationIsADeploymentException() {
        userProperties.put("test.beta.check", "on purpose");

        assertThatThrownBy(this::start)
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith(Plain.class.getName() + ": The provider of the extension beta cannot examine")
                .hasRootCauseMessage("on purpose");
    }

    @Test
    void theParametersOfAConfiguredExtensionAreExaminedAtDeployment() {
        assertThatThrownBy(() -> start(
                        new ServerEndpointConfig.Configurator(),
                        extension("permessage-deflate", Parameter.of("server_max_window_bits", "99"))))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("permessage-deflate");
    }

    /** Sets these user properties for the connection. */
    private static ServerEndpointConfig.Configurator setting(String name, Object value) {
        return new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
                config.getUserProperties().put(name, value);
            }
        };
    }

    @Test
    void whatAConfiguratorSetsForAConnectionCountsForItsExtensions() throws Exception {
        start(setting(SheetbendProperties.COMPRESSION, "off"));
        assertThat(answer("permessage-deflate, alpha")).isEqualTo("alpha");
    }

    @Test
    void anIllegalPropertyThatAConfiguratorSetsForAConnectionIs500() throws Exception {
        start(setting(SheetbendProperties.COMPRESSION_LEVEL, 10));
        assertRefused(ask(NAME, "permessage-deflate"), 500);
    }

    @Test
    void providersAreStartedOnceAskedAtEachDeploymentAndClosedOnce() throws Exception {
        start();
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(Plain.class, "/another").build());
        answer("alpha");
        transports.forEach(StubTransport::end);
        assertThat(TestExtension.EVENTS)
                .containsExactly("alpha start", "beta start", "alpha check", "beta check", "alpha check", "beta check");

        TestExtension.EVENTS.clear();
        container.stop();
        container.stop();
        assertThat(TestExtension.EVENTS).containsExactly("alpha close", "beta close");
    }
}
