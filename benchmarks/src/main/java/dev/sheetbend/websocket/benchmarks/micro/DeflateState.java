package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.deflate.PermessageDeflate;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** permessage-deflate as a server negotiates it. */
final class DeflateState {
    private static final int KEPT_PER_SIZE = 1024 * 1024;
    private static final BufferPool POOL = new BufferPool(KEPT_PER_SIZE);
    private static final BufferSource BUFFERS = new BufferSource() {
        @Override
        public ByteBuffer acquire(int atLeast) {
            return POOL.acquire(atLeast);
        }

        @Override
        public void release(ByteBuffer buffer) {
            POOL.release(buffer);
        }
    };
    private static final ExtensionContext CONTEXT = new ExtensionContext() {
        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.ofNullable(System.getProperty(name)).map(String::strip);
        }

        @Override
        public List<ExtensionOffer.Parameter> wishes() {
            return List.of();
        }
    };

    private DeflateState() {}

    /** The stage for what is sent. */
    static FrameStage outbound(FrameStage last) {
        return agreement().outbound(last, BUFFERS);
    }

    /** The stage for what is received. */
    static FrameStage inbound(FrameStage last) {
        return agreement().inbound(last, BUFFERS);
    }

    /** One message in one frame. */
    static void send(FrameStage stage, DataFrame header, int rsv, byte[] payload) {
        stage.frame(header.set(true, true, true, rsv, payload.length));
        stage.payload(payload, 0, payload.length, true);
    }

    private static ExtensionAgreement agreement() {
        PermessageDeflate provider = new PermessageDeflate();
        provider.start(CONTEXT);
        return provider.accept(ExtensionOffer.of(PermessageDeflate.NAME), CONTEXT)
                .orElseThrow(() -> new IllegalStateException("The offer was declined"));
    }
}
