package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.MessageMethod;
import java.util.List;
import java.util.stream.Stream;

/** The message methods of one endpoint as targets, which its sessions share. Immutable. */
final class MethodTargets {
    private final EndpointModel model;
    private final List<MethodTarget> all;

    MethodTargets(EndpointModel model) {
        this.model = model;
        all = Stream.of(model.textMethod(), model.binaryMethod(), model.pongMethod())
                .flatMap(method -> method.map(MethodTarget::new).stream())
                .toList();
    }

    /** Whether these are that one's. */
    boolean areOf(EndpointModel other) {
        return model == other;
    }

    /** At most one for each native kind of message. */
    List<MethodTarget> all() {
        return all;
    }

    /** One of the methods. What it returns goes to the peer. */
    record MethodTarget(MessageMethod method) implements MessageTarget {
        @Override
        public void deliver(WebSocketSession session, Object message, boolean last) throws Throwable {
            session.call(method, message, last);
        }

        @Override
        public long maxMessageSize() {
            return method.maxMessageSize();
        }
    }
}
