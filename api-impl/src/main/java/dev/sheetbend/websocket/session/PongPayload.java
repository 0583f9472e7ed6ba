package dev.sheetbend.websocket.session;

import jakarta.websocket.PongMessage;
import java.nio.ByteBuffer;

/** A Pong as the application sees it. */
record PongPayload(ByteBuffer data) implements PongMessage {
    @Override
    public ByteBuffer getApplicationData() {
        return data;
    }
}
