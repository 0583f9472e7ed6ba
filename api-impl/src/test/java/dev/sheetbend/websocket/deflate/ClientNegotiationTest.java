package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client offers, and what it makes of the answer (RFC 7692, 5 and 7.1). */
class ClientNegotiationTest {
    private final PermessageDeflate provider = new PermessageDeflate();

    @Nested
    class Offers {
        private List<ExtensionOffer> offers(String settings, String... configured) {
            return provider.offers(Stream.of(configured).map(TestContext::offer).toList(), TestContext.with(settings));
        }

        @Test
        void areThoseOfTheConfigurationAsTheyAre() {
            var configured =
                    new String[] {"server_max_window_bits=9; client_max_window_bits", "client_no_context_takeover", ""};
            for (String policy : List.of("", "=accept", "=offer")) {
                assertThat(offers(policy, configured))
                        .containsExactly(
                                TestContext.offer("server_max_window_bits=9; client_max_window_bits"),
                                TestContext.offer("client_no_context_takeover"),
                                TestContext.offer(""));
            }
        }

        @Test
        void areNoneWhenNothingIsConfigured() {
            assertThat(offers("")).isEmpty();
            assertThat(offers("=accept")).isEmpty();
        }

        @Test
        void areNoneWhenCompressionIsOff() {
            assertThat(offers("=off")).isEmpty();
            assertThat(offers("=off", "client_max_window_bits")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "=offer | client_max_window_bits",
                    "=offer ContextTakeover=own | server_no_context_takeover; client_max_window_bits",
                    "=offer ContextTakeover=both | client_max_window_bits",
                    "=offer ContextTakeover=peer | client_no_context_takeover; client_max_window_bits",
                    "=offer ContextTakeover=both WindowBits=10 | client_max_window_bits=10",
                    "=offer ContextTakeover=both PeerWindowBits=10 | server_max_window_bits=10; client_max_window_bits",
                    "=Offer ContextTakeover=none WindowBits=8 PeerWindowBits=14 | server_no_context_takeover;"
                            + " client_no_context_takeover; server_max_window_bits=14; client_max_window_bits=8",
                })
        void areMadeOfTheOtherPropertiesWhenOneIsWantedAnyway(String settings, String offer) {
            assertThat(offers(settings)).containsExactly(TestContext.offer(offer));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unknown",
                    "server_max_window_bits",
                    "client_max_window_bits=16",
                    "client_no_context_takeover; client_no_context_takeover"
                })
        void mustBeLegal(String configured) {
            assertThatThrownBy(() -> offers("", "", configured))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The extension permessage-deflate of the client's configuration has"
                            + " parameters that cannot be offered (RFC 7692, 7.1): ");
        }
    }

    @Nested
    class Answers {
        private Optional<DeflateAgreement> confirm(String settings, String offers, String answer) {
            List<ExtensionOffer> all =
                    Stream.of(offers.split(" *, *", -1)).map(TestContext::offer).toList();
            return provider.confirm(all, TestContext.offer(answer), TestContext.with(settings))
                    .map(DeflateAgreement.class::cast);
        }

        private static String context(DeflateAgreement.Context context) {
            return (context.takeover() ? "takeover " : "none ") + context.windowBits();
        }

        /** The columns: settings, offers, answer, what this end keeps to, what the server has to keep to. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                emptyValue = "",
                value = {
                    "'' | '' | '' | takeover 15 | takeover 15",
                    // 7.1.1.
                    "'' | server_no_context_takeover | server_no_context_takeover | takeover 15 | none 15",
                    "'' | '' | server_no_context_takeover | takeover 15 | none 15",
                    "'' | '' | client_no_context_takeover | none 15 | takeover 15",
                    "'' | client_no_context_takeover | client_no_context_takeover | none 15 | takeover 15",
                    // What this end has said of itself holds without an answer.
                    "'' | client_no_context_takeover | '' | none 15 | takeover 15",
                    "ContextTakeover=none | '' | '' | none 15 | takeover 15",
                    // 7.1.2.1.
                    "'' | server_max_window_bits=10 | server_max_window_bits=10 | takeover 15 | takeover 10",
                    "'' | server_max_window_bits=10 | server_max_window_bits=8 | takeover 15 | takeover 8",
                    "'' | '' | server_max_window_bits=8 | takeover 15 | takeover 8",
                    // 7.1.2.2.
                    "'' | client_max_window_bits | client_max_window_bits=8 | takeover 8 | takeover 15",
                    "'' | client_max_window_bits | client_max_window_bits=15 | takeover 15 | takeover 15",
                    "'' | client_max_window_bits | '' | takeover 15 | takeover 15",
                    "'' | client_max_window_bits=10 | client_max_window_bits=9 | takeover 9 | takeover 15",
                    "'' | client_max_window_bits=10 | client_max_window_bits=10 | takeover 10 | takeover 15",
                    "'' | client_max_window_bits=10 | '' | takeover 10 | takeover 15",
                    // The offer was a hint of what this end keeps to, whatever the answer is.
                    "'' | client_max_window_bits=9 | client_max_window_bits=10 | takeover 9 | takeover 15",
                    "'' | client_max_window_bits=8 | client_max_window_bits=15 | takeover 8 | takeover 15",
                    "WindowBits=11 | client_max_window_bits=12 | client_max_window_bits=15 | takeover 11 | takeover 15",
                    "WindowBits=9 | client_max_window_bits=10 | client_max_window_bits=10 | takeover 9 | takeover 15",
                    // Any of several offers will do.
                    "'' | 'server_max_window_bits=9, server_no_context_takeover' | server_no_context_takeover"
                            + " | takeover 15 | none 15",
                    // It cannot be told which offer this answers, so what each says of this end holds.
                    "'' | 'client_max_window_bits=9, client_max_window_bits=12' | client_max_window_bits=11"
                            + " | takeover 9 | takeover 15",
                    "'' | 'client_max_window_bits=9, client_no_context_takeover' | '' | none 9 | takeover 15",
                })
        void areKeptTo(String settings, String offers, String answer, String own, String peer) {
            var agreement = confirm(settings, offers, answer).orElseThrow();

            assertThat(agreement.answer()).isEqualTo(TestContext.offer(answer));
            assertThat(context(agreement.own())).isEqualTo(own);
            assertThat(context(agreement.peer())).isEqualTo(peer);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                emptyValue = "",
                value = {
                    "'' | unknown",
                    "'' | server_no_context_takeover=1",
                    "'' | client_no_context_takeover; client_no_context_takeover",
                    "'' | server_max_window_bits",
                    "'' | server_max_window_bits=7",
                    "'' | server_max_window_bits=09",
                    "server_no_context_takeover | ''",
                    "server_no_context_takeover | client_no_context_takeover",
                    "server_max_window_bits=9 | ''",
                    "server_max_window_bits=9 | server_max_window_bits=10",
                    "'' | client_max_window_bits=15",
                    "client_max_window_bits | client_max_window_bits",
                    "client_max_window_bits | client_max_window_bits=16",
                    "client_max_window_bits=9 | client_max_window_bits=16",
                    "client_max_window_bits=9 | client_max_window_bits",
                    "server_max_window_bits=9; client_max_window_bits=9 | client_max_window_bits=10",
                    "server_max_window_bits=9; client_max_window_bits=9"
                            + " | server_max_window_bits=10; client_max_window_bits=9",
                    "'server_no_context_takeover; client_max_window_bits, server_max_window_bits=9'"
                            + " | client_max_window_bits=9",
                })
        void areRefusedWhenTheyDoNotFitTheOffer(String offers, String answer) {
            assertThat(confirm("", offers, answer)).isEmpty();
        }

        @Test
        void areToldInOneOrder() {
            var answer = "client_max_window_bits=9; server_max_window_bits=\"8\"; client_no_context_takeover";
            var agreement = confirm("", "client_max_window_bits", answer).orElseThrow();

            assertThat(agreement.answer())
                    .isEqualTo(TestContext.offer(
                            "client_no_context_takeover; server_max_window_bits=8; client_max_window_bits=9"));
        }
    }
}
