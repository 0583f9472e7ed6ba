package dev.sheetbend.websocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What the client makes of the server's answer to its offer. */
class AgreementTest {
    @Test
    void noAnswerIsNoCompression() throws Exception {
        assertThat(Agreement.of("")).isEqualTo(new Agreement("", false, false, false));
    }

    @Test
    void withoutParametersBothEndsKeepTheirWindows() throws Exception {
        assertThat(Agreement.of("permessage-deflate")).isEqualTo(new Agreement("permessage-deflate", true, true, true));
    }

    @Test
    void eachEndMayHaveToForget() throws Exception {
        String client = "permessage-deflate; client_no_context_takeover";
        String server = "permessage-deflate;server_no_context_takeover;client_max_window_bits=\"15\"";

        assertThat(Agreement.of(client)).isEqualTo(new Agreement(client, true, false, true));
        assertThat(Agreement.of(server)).isEqualTo(new Agreement(server, true, true, false));
    }

    @Test
    void aWindowThatTheJdkDoesNotHaveIsRefused() {
        assertThatExceptionOfType(WrongAnswerException.class)
                .isThrownBy(() -> Agreement.of("permessage-deflate; client_max_window_bits=10"))
                .withMessage("The client cannot keep to the window of the answer: "
                        + "permessage-deflate; client_max_window_bits=10");
    }

    @Test
    void anotherExtensionIsRefused() {
        assertThatExceptionOfType(WrongAnswerException.class)
                .isThrownBy(() -> Agreement.of("x-webkit-deflate-frame"))
                .withMessage("The server accepted what was not offered: x-webkit-deflate-frame");
    }
}
