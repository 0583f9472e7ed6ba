package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.OnMessage;
import org.junit.jupiter.api.Test;

/** What sessions of one endpoint share, and what they must not. */
class EndpointSessionsTest {
    @ClientEndpoint
    public static class Texts {
        @OnMessage
        public void text(String text) {
            // Never called.
        }
    }

    private static EndpointModel model() throws Exception {
        return EndpointModel.clientInstance(Texts.class);
    }

    @Test
    void sessionsShareTheMethodsOfTheirOwnModelOnly() throws Exception {
        // One configuration may have another class for each request.
        EndpointModel first = model();
        EndpointModel second = model();
        var sessions = new EndpointSessions();
        MethodTargets ofFirst = sessions.methodTargets(first);
        assertThat(sessions.methodTargets(first)).isSameAs(ofFirst);
        assertThat(ofFirst.areOf(first)).isTrue();
        assertThat(sessions.methodTargets(second).areOf(second)).isTrue();
        assertThat(sessions.methodTargets(first).areOf(first)).isTrue();
    }
}
