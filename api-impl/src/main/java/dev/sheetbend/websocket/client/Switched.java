package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.handshake.AnswerHead;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection whose server has switched to WebSocket. Closed unless it becomes a transport. Used by one thread. */
final class Switched implements AutoCloseable {
    private final Dialogue dialogue;
    private final Wire wire;
    private final AnswerHead answer;
    private final Optional<String> subprotocol;
    private final ExtensionStack extensions;
    private final byte[] behind;
    private boolean released;

    /**
     * @param behind bytes of WebSocket that came with the answer
     */
    Switched(
            Dialogue dialogue,
            Wire wire,
            AnswerHead answer,
            Optional<String> subprotocol,
            ExtensionStack extensions,
            byte[] behind) {
        this.dialogue = dialogue;
        this.wire = wire;
        this.answer = answer;
        this.subprotocol = subprotocol;
        this.extensions = extensions;
        this.behind = behind;
    }

    Map<String, List<String>> headers() {
        return answer.headers().asMap();
    }

    /** The negotiated subprotocol, or the empty string. */
    String subprotocol() {
        return subprotocol.orElse("");
    }

    /** The negotiated extensions. */
    ExtensionStack extensions() {
        return extensions;
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
