package dev.sheetbend.websocket.samples.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.samples.board.Event.Taken;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {
    private final List<Object> sent = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();

    private static <T> T stub(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }

    private Listener listener(SendResult result, Throwable closing) {
        RemoteEndpoint.Async remote = stub(RemoteEndpoint.Async.class, (proxy, method, arguments) -> {
            sent.add(arguments[0]);
            ((SendHandler) arguments[1]).onResult(result);
            return null;
        });
        return Listener.at(stub(Session.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getAsyncRemote")) {
                return remote;
            }
            closed.add((CloseReason) arguments[0]);
            if (closing != null) {
                throw closing;
            }
            return null;
        }));
    }

    @Test
    void anEventIsSentAndTheConnectionGoesOn() {
        Listener listener = listener(new SendResult((Session) null), null);

        listener.tell(new Taken(1));

        assertThat(sent).containsExactly(new Taken(1));
        assertThat(closed).isEmpty();
    }

    @Test
    void anEventThatIsLostEndsTheConnection() {
        Listener listener = listener(new SendResult(null, new IOException("The queue is full")), null);

        listener.tell(new Taken(1));

        assertThat(closed)
                .singleElement()
                .satisfies(reason -> assertThat(reason.getCloseCode()).isEqualTo(CloseCodes.TRY_AGAIN_LATER));
    }

    @ParameterizedTest
    @ValueSource(classes = {IOException.class, IllegalStateException.class})
    void aConnectionThatHasEndedAlreadyIsNobodysConcern(Class<? extends Exception> ended) throws Exception {
        Listener listener = listener(
                new SendResult(null, new IOException("The connection has ended")),
                ended.getConstructor(String.class).newInstance("The session is closed"));

        listener.tell(new Taken(1));

        assertThat(closed).hasSize(1);
    }
}
