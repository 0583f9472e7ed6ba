package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of an offer (RFC 7692, 5 and 7.1). */
class ServerNegotiationTest {
    private final PermessageDeflate provider = new PermessageDeflate();

    private Optional<DeflateAgreement> accept(String offer, TestContext context) {
        return provider.accept(TestContext.offer(offer), context).map(DeflateAgreement.class::cast);
    }

    private static String context(DeflateAgreement.Context context) {
        return (context.takeover() ? "takeover " : "none ") + context.windowBits();
    }

    /** The columns: settings, offer, wishes, answer, what this end keeps to, what the peer has to keep to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            nullValues = "-",
            value = {
                // 7.1.1: context takeover.
                "''                    | ''                         | '' | ''                         | takeover 15 | takeover 15",
                "ContextTakeover=both  | ''                         | '' | ''                         | takeover 15 | takeover 15",
                "ContextTakeover=own   | ''                         | '' | client_no_context_takeover | takeover 15 | none 15",
                "ContextTakeover=peer  | ''                         | '' | server_no_context_takeover | none 15 | takeover 15",
                "ContextTakeover=none  | ''                         | '' | server_no_context_takeover; client_no_context_takeover | none 15 | none 15",
                "ContextTakeover=NONE  | ''                         | '' | server_no_context_takeover; client_no_context_takeover | none 15 | none 15",
                "ContextTakeover=both  | server_no_context_takeover | '' | server_no_context_takeover | none 15 | takeover 15",
                "ContextTakeover=both  | client_no_context_takeover | '' | client_no_context_takeover | takeover 15 | none 15",
                "ContextTakeover=both  | client_no_context_takeover; server_no_context_takeover | '' | server_no_context_takeover; client_no_context_takeover | none 15 | none 15",
                // 7.1.2.1: the server's window.
                "ContextTakeover=both  | server_max_window_bits=8   | '' | server_max_window_bits=8   | takeover 8 | takeover 15",
                "ContextTakeover=both  | server_max_window_bits=15  | '' | server_max_window_bits=15  | takeover 15 | takeover 15",
                "ContextTakeover=both  | server_max_window_bits=\"10\" | '' | server_max_window_bits=10 | takeover 10 | takeover 15",
                "ContextTakeover=both WindowBits=9 | server_max_window_bits=12 | '' | server_max_window_bits=9 | takeover 9 | takeover 15",
                "ContextTakeover=both WindowBits=12 | server_max_window_bits=9 | '' | server_max_window_bits=9 | takeover 9 | takeover 15",
                "ContextTakeover=both WindowBits=12 | ''            | '' | server_max_window_bits=12  | takeover 12 | takeover 15",
                // 7.1.2.2: the client's window.
                "ContextTakeover=both  | client_max_window_bits     | '' | ''                         | takeover 15 | takeover 15",
                "ContextTakeover=both  | client_max_window_bits=10  | '' | client_max_window_bits=10  | takeover 15 | takeover 10",
                "ContextTakeover=both PeerWindowBits=9 | client_max_window_bits | '' | client_max_window_bits=9 | takeover 15 | takeover 9",
                "ContextTakeover=both PeerWindowBits=9 | client_max_window_bits=12 | '' | client_max_window_bits=9 | takeover 15 | takeover 9",
                "ContextTakeover=both PeerWindowBits=12 | client_max_window_bits=9 | '' | client_max_window_bits=9 | takeover 15 | takeover 9",
                // Without the offer a window cannot be asked for, but that none is taken over can.
                "ContextTakeover=both PeerWindowBits=9 | ''         | '' | client_no_context_takeover | takeover 15 | none 15",
                // Wishes.
                "ContextTakeover=both  | '' | server_no_context_takeover; client_no_context_takeover | server_no_context_takeover; client_no_context_takeover | none 15 | none 15",
                "ContextTakeover=both  | '' | server_max_window_bits=11  | server_max_window_bits=11  | takeover 11 | takeover 15",
                "ContextTakeover=both  | '' | server_max_window_bits=15  | server_max_window_bits=15  | takeover 15 | takeover 15",
                "ContextTakeover=both  | server_max_window_bits=9 | server_max_window_bits=11 | server_max_window_bits=9 | takeover 9 | takeover 15",
                "ContextTakeover=both  | client_max_window_bits   | client_max_window_bits=11 | client_max_window_bits=11 | takeover 15 | takeover 11",
                "ContextTakeover=both  | client_max_window_bits=9 | client_max_window_bits=11 | client_max_window_bits=9 | takeover 15 | takeover 9",
                "ContextTakeover=both  | client_max_window_bits   | client_max_window_bits    | client_max_window_bits=15 | takeover 15 | takeover 15",
                "ContextTakeover=both  | ''                       | client_max_window_bits=11 | client_no_context_takeover | takeover 15 | none 15",
                // Policy.
                "=off                  | '' | '' | - | - | -",
                "=accept               | '' | '' | '' | takeover 15 | takeover 15",
                "=offer                | '' | '' | '' | takeover 15 | takeover 15",
                // What browsers offer.
                "''                    | client_max_window_bits | '' | '' | takeover 15 | takeover 15",
                "ContextTakeover=own   | client_max_window_bits | '' | client_no_context_takeover | takeover 15 | none 15",
            })
    void answersAsTheRfcAllows(String settings, String offer, String wishes, String answer, String own, String peer) {
        var agreement = accept(offer, TestContext.with(settings).wishing(wishes));

        assertThat(agreement.map(ExtensionAgreement::answer))
                .isEqualTo(Optional.ofNullable(answer).map(TestContext::offer));
        assertThat(agreement.map(each -> context(each.own()))).isEqualTo(Optional.ofNullable(own));
        assertThat(agreement.map(each -> context(each.peer()))).isEqualTo(Optional.ofNullable(peer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "Server_no_context_takeover",
                "server_no_context_takeover=1",
                "server_no_context_takeover=true",
                "client_no_context_takeover=0",
                "server_no_context_takeover; server_no_context_takeover",
                "client_no_context_takeover; client_no_context_takeover",
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits=010",
                "server_max_window_bits=+9",
                "server_max_window_bits=9.0",
                "server_max_window_bits=0x9",
                "server_max_window_bits=nine",
                "server_max_window_bits=99999999999",
                "server_max_window_bits=9; server_max_window_bits=9",
                "server_max_window_bits=9; server_max_window_bits=10",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=09",
                "client_max_window_bits=-9",
                "client_max_window_bits; client_max_window_bits=9",
                "client_max_window_bits; client_max_window_bits",
                "client_max_window_bits; mode=fast",
            })
    void declinesAnOfferThatBreaksARule(String offer) {
        assertThat(accept(offer, TestContext.with(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "server_max_window_bits",
                "server_max_window_bits=7",
                "client_no_context_takeover=1",
                "client_max_window_bits=16"
            })
    void refusesWishesThatBreakARule(String wishes) {
        var context = TestContext.with("").wishing(wishes);

        assertThatThrownBy(() -> provider.check(context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The extension permessage-deflate of the endpoint's configuration has parameters"
                                + " that cannot be answered (RFC 7692, 7.1): ");
        assertThatThrownBy(() -> accept("", context)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void claimsTheFirstReservedBitOfFirstFramesOnly() {
        var agreement = accept("", TestContext.with("")).orElseThrow();

        assertThat(agreement.firstFrameBits()).isEqualTo(DataFrame.RSV1);
        assertThat(agreement.continuationBits()).isZero();
    }

    @Test
    void hasTheRegisteredName() {
        assertThat(provider.name()).isEqualTo("permessage-deflate");
    }

    /** Connections with equal keys get one compression of a message that goes to all of them. */
    @Test
    void connectionsWithoutContextTakeoverAreAlikeIfTheyCompressAlike() {
        TestContext plain = TestContext.with("");
        Optional<Object> alone = sharingKey("server_no_context_takeover", plain);
        assertThat(alone).isPresent();
        assertThat(sharingKey("", plain)).isEmpty();
        assertThat(sharingKey("client_no_context_takeover; server_no_context_takeover", plain))
                .isEqualTo(alone);
        assertThat(sharingKey("server_no_context_takeover; server_max_window_bits=10", plain))
                .isNotEqualTo(alone);
        assertThat(sharingKey("server_no_context_takeover", TestContext.with("Level=9")))
                .isNotEqualTo(alone);
        assertThat(sharingKey("server_no_context_takeover", TestContext.with("MinSize=1000")))
                .isNotEqualTo(alone);
    }

    private Optional<Object> sharingKey(String offer, TestContext context) {
        return accept(offer, context).orElseThrow().sharingKey();
    }
}
