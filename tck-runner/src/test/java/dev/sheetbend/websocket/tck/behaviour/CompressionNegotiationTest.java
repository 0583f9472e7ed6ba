package dev.sheetbend.websocket.tck.behaviour;

import static dev.sheetbend.websocket.tck.behaviour.NegotiatedDeflate.CLIENT_MAX_WINDOW_BITS;
import static dev.sheetbend.websocket.tck.behaviour.NegotiatedDeflate.CLIENT_NO_CONTEXT_TAKEOVER;
import static dev.sheetbend.websocket.tck.behaviour.NegotiatedDeflate.SERVER_MAX_WINDOW_BITS;
import static dev.sheetbend.websocket.tck.behaviour.NegotiatedDeflate.SERVER_NO_CONTEXT_TAKEOVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers of permessage-deflate, and what the server makes of them (RFC 7692, 5.1 and 7.1). */
@AgainstEveryContainer
class CompressionNegotiationTest extends BehaviourTest {
    private static final String OPEN = "/deflate/both-15-15";
    private static final String DEFLATE = "permessage-deflate";

    CompressionNegotiationTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void aPlainOfferIsAcceptedAsItIs() throws Exception {
        assertThat(accepted(OPEN, DEFLATE).parameters()).doesNotContainKey(CLIENT_MAX_WINDOW_BITS);
    }

    /** Neither end is told to forget its messages: there are clients that offer they could, and cannot. */
    @Test
    void whoSetsNothingAndOffersWhatBrowsersDoHasTheContextTakeoverOfBothEnds() throws Exception {
        for (String offer : List.of(DEFLATE, DEFLATE + "; client_max_window_bits")) {
            NegotiatedDeflate negotiated = accepted("/deflate/default", offer);

            assertThat(negotiated.serverTakesOver()).isTrue();
            assertThat(negotiated.clientTakesOver()).isTrue();
            assertThat(negotiated.serverBits()).isEqualTo(15);
            assertThat(negotiated.clientBits()).isEqualTo(15);
        }
    }

    @Test
    void everyWindowThatTheClientWantsOfTheServerIsGranted() throws Exception {
        for (int bits = 8; bits <= 15; bits++) {
            NegotiatedDeflate negotiated = accepted(OPEN, DEFLATE + "; server_max_window_bits=" + bits);

            assertThat(negotiated.parameters()).containsKey(SERVER_MAX_WINDOW_BITS);
            assertThat(negotiated.serverBits()).isLessThanOrEqualTo(bits);
            assertThat(negotiated.parameters()).doesNotContainKey(CLIENT_MAX_WINDOW_BITS);
        }
    }

    @Test
    void theClientsOwnWindowIsNeverMadeLargerThanItOffers() throws Exception {
        for (int bits = 8; bits <= 15; bits++) {
            NegotiatedDeflate negotiated = accepted(OPEN, DEFLATE + "; client_max_window_bits=" + bits);
            if (negotiated.parameters().containsKey(CLIENT_MAX_WINDOW_BITS)) {
                assertThat(negotiated.clientBits()).isLessThanOrEqualTo(bits);
            }
        }
    }

    @Test
    void theServersPolicyMakesWindowsSmaller() throws Exception {
        for (int bits = 8; bits < 15; bits++) {
            assertThat(accepted("/deflate/both-" + bits + "-15", DEFLATE).serverBits())
                    .isEqualTo(bits);
            assertThat(accepted("/deflate/both-" + bits + "-15", DEFLATE + "; server_max_window_bits=8")
                            .serverBits())
                    .isEqualTo(8);
            assertThat(accepted("/deflate/both-15-" + bits, DEFLATE + "; client_max_window_bits")
                            .clientBits())
                    .isEqualTo(bits);
            assertThat(accepted("/deflate/both-15-" + bits, DEFLATE + "; client_max_window_bits=15")
                            .clientBits())
                    .isEqualTo(bits);
        }
    }

    @Test
    void aClientThatDidNotOfferItIsNotToldToLimitItsWindow() throws Exception {
        // RFC 7692, 7.1.2.2: the answer must not have the parameter; the server may decline instead.
        Optional<NegotiatedDeflate> negotiated = NegotiatedDeflate.of(handshake("/deflate/both-15-9", DEFLATE));

        assertThat(negotiated.map(NegotiatedDeflate::parameters).orElseThrow())
                .doesNotContainKey(CLIENT_MAX_WINDOW_BITS);
    }

    @Test
    void contextTakeoverIsGivenUpByWhoeverWantsIt() throws Exception {
        assertThat(accepted(OPEN, DEFLATE).serverTakesOver()).isTrue();
        assertThat(accepted(OPEN, DEFLATE).clientTakesOver()).isTrue();
        assertThat(accepted(OPEN, DEFLATE + "; server_no_context_takeover").serverTakesOver())
                .isFalse();
        for (String path : List.of("/deflate/none-15-15", "/deflate/peer-15-15")) {
            assertThat(accepted(path, DEFLATE).parameters()).containsKey(SERVER_NO_CONTEXT_TAKEOVER);
        }
        for (String path : List.of("/deflate/none-15-15", "/deflate/own-15-15")) {
            assertThat(accepted(path, DEFLATE).parameters()).containsKey(CLIENT_NO_CONTEXT_TAKEOVER);
        }
        assertThat(accepted("/deflate/own-15-15", DEFLATE).serverTakesOver()).isTrue();
        assertThat(accepted("/deflate/peer-15-15", DEFLATE).clientTakesOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits=+9",
                "server_max_window_bits=-9",
                "server_max_window_bits=1000000000000",
                "server_max_window_bits=ten",
                "server_max_window_bits=10; server_max_window_bits=10",
                "server_max_window_bits=10; server_max_window_bits=11",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=09",
                "client_max_window_bits=1e1",
                "client_max_window_bits; client_max_window_bits=10",
                "server_no_context_takeover=1",
                "server_no_context_takeover=true",
                "server_no_context_takeover; server_no_context_takeover",
                "client_no_context_takeover=0",
                "client_no_context_takeover; client_no_context_takeover",
                "unknown",
                "unknown=1",
                "server_max_window_bits=10; mux"
            })
    void anOfferThatIsNotLegalIsDeclinedAndTheNextIsTaken(String parameters) throws Exception {
        String bad = DEFLATE + "; " + parameters;
        try (RawWebSocketClient client = rawWithoutHandshake(OPEN)) {
            HttpAnswer answer = client.handshake("Sec-WebSocket-Extensions: " + bad);
            assertThat(answer.status()).isEqualTo(101);
            assertThat(NegotiatedDeflate.of(answer)).isEmpty();
            client.sendText("plain");
            assertThat(text(client)).isEqualTo("plain");
        }
        NegotiatedDeflate second = accepted(OPEN, bad + ", " + DEFLATE + "; server_max_window_bits=11");
        assertThat(second.serverBits()).isEqualTo(11);
        assertThat(accepted(OPEN, bad, DEFLATE + "; server_no_context_takeover").serverTakesOver())
                .isFalse();
    }

    @Test
    void theFirstOfSeveralGoodOffersIsTaken() throws Exception {
        assertThat(accepted(OPEN, DEFLATE + "; server_max_window_bits=12, " + DEFLATE + "; server_max_window_bits=9")
                        .serverBits())
                .isEqualTo(12);
        assertThat(accepted(OPEN, DEFLATE, DEFLATE + "; server_no_context_takeover")
                        .serverTakesOver())
                .isTrue();
        assertThat(accepted(OPEN, "x-unknown; a=\"bc\", " + DEFLATE + "; server_max_window_bits=\"10\", x-other")
                        .serverBits())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"permessage-bzip2", "x-webkit-deflate-frame", "permessage-deflat", "mux; quota=1"})
    void otherExtensionsAreDeclined(String offer) throws Exception {
        assertThat(NegotiatedDeflate.of(handshake(OPEN, offer))).isEmpty();
    }

    @Test
    void nothingIsAcceptedWhereItIsOff() throws Exception {
        assertThat(NegotiatedDeflate.of(handshake("/deflate/off", DEFLATE))).isEmpty();
    }

    @Test
    void theSessionKnowsWhatWasNegotiated() throws Exception {
        for (String parameters : List.of(
                "",
                "; server_no_context_takeover; client_no_context_takeover",
                "; server_max_window_bits=10; client_max_window_bits=9")) {
            RawWebSocketClient client = rawWithoutHandshake(OPEN);
            HttpAnswer answer = client.handshake("Sec-WebSocket-Extensions: " + DEFLATE + parameters);
            var deflate = new DeflateClient(client, NegotiatedDeflate.of(answer).orElseThrow());
            deflate.send(WireFrame.TEXT, utf8("!extensions"));

            assertThat(deflate.receive(WireFrame.TEXT))
                    .asString()
                    .isEqualTo(answer.header("Sec-WebSocket-Extensions").orElseThrow());
            deflate.close();
        }
    }

    private NegotiatedDeflate accepted(String path, String... lines) throws IOException {
        return NegotiatedDeflate.of(handshake(path, lines))
                .orElseThrow(() -> new AssertionError(path + " declined " + List.of(lines)));
    }

    /** Each offer on a line of its own; the connection is of no more use. */
    private HttpAnswer handshake(String path, String... lines) throws IOException {
        List<String> headers = new ArrayList<>();
        for (String line : lines) {
            headers.add("Sec-WebSocket-Extensions: " + line);
        }
        try (RawWebSocketClient client = rawWithoutHandshake(path)) {
            HttpAnswer answer = client.handshake(headers.toArray(String[]::new));
            assertThat(answer.status()).as("Answer to %s", headers).isEqualTo(101);
            client.sendClose(1000, "");
            assertThat(readClose(client).closeCode()).isEqualTo(1000);
            return answer;
        }
    }
}
