package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.handshake.AnswerHead;
import dev.sheetbend.websocket.handshake.ClientHandshake;
import java.util.List;
import java.util.Map;

/** A connection whose server has switched to WebSocket. Closed unless it becomes a transport. Used by one thread. */
final class Switched implements AutoCloseable {
    private final Dialogue dialogue;
    private final Wire wire;
    private final AnswerHead answer;
    private final ClientHandshake.Accepted accepted;
    private final byte[] behind;
    private boolean released;

    /**
     * @param behind bytes of WebSocket that came with the answer
     */
    Switched(Dialogue dialogue, Wire wire, AnswerHead answer, ClientHandshake.Accepted accepted, byte[] behind) {
        this.dialogue = dialogue;
        this.wire = wire;
        this.answer = answer;
        this.accepted = accepted;
        this.behind = behind;
    }

    Map<String, List<String>> headers() {
        return answer.headers().asMap();
    }

    /** The negotiated subprotocol, or the empty string. */
    String subprotocol() {
        return accepted.subprotocol().orElse("");
    }

    ClientTransport transport(ClientTransport.Services services) {
        released = true;
        return new ClientTransport(wire, dialogue.release(), services, behind);
    }

    @Override
    public void close() {
        if (!released) {
            dialogue.close();
            wire.releaseInput();
            wire.releaseOutput();
        }
    }
}
