package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.frame.Wire;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many writes and buffers messages cost; what they allocate is counted in {@link AllocationTest}. */
class HotPathTest {
    private final FakeTransport transport = new FakeTransport();
    private final ServerEndpointContainer container =
            new ServerEndpointContainer(Settings.of(HotPathCase.SETTINGS::get));

    @AfterEach
    void stop() {
        transport.end(null);
        container.stop();
        transport.shutDown();
    }

    // Writes

    @ParameterizedTest
    @EnumSource
    void theRepliesToOneReadLeaveInOneWrite(HotPathCase hotPath) throws Exception {
        hotPath.connect(container, transport);
        for (int reads = 1; reads <= 3; reads++) {
            transport.deliver(hotPath.read());
            assertThat(transport.writes()).isEqualTo(reads);
        }
    }

    // Buffers

    @ParameterizedTest
    @EnumSource
    void anIdleConnectionHoldsNoBuffer(HotPathCase hotPath) throws Exception {
        hotPath.connect(container, transport);
        assertThat(container.bufferPool().outstanding()).isZero();
        transport.deliver(hotPath.read());
        assertThat(transport.writes()).isOne();
        assertThat(container.bufferPool().outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionHoldsNoBufferWhenAMessageHasComeInPieces(HotPathCase hotPath) throws Exception {
        hotPath.connect(container, transport);
        byte[] read = hotPath.read();
        for (int i = 0; i < read.length; i++) {
            transport.deliver(Arrays.copyOfRange(read, i, i + 1));
        }
        assertThat(transport.writes()).isPositive();
        assertThat(container.bufferPool().outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatFailedInAMessageHoldsNoBuffer(HotPathCase hotPath) throws Exception {
        hotPath.connect(container, transport);
        byte[] read = hotPath.read();
        transport.deliver(Arrays.copyOf(read, read.length - 1));
        transport.end(new IOException("The connection is lost."));
        assertThat(container.bufferPool().outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionWithAWriteThatFailedHoldsNoBuffer(HotPathCase hotPath) throws Exception {
        hotPath.connect(container, transport);
        transport.holdWrites();
        // A blocking send waits for its write.
        Thread reader = new Thread(() -> transport.deliver(hotPath.read()));
        reader.start();
        InMemorySession.soon().until(transport::isWriteHeld);
        transport.abort();
        reader.join();
        InMemorySession.soon().until(() -> container.sessionCount() == 0);
        assertThat(container.bufferPool().outstanding()).isZero();
    }

    @Test
    void aConnectionThatBrokeTheProtocolHoldsNoBuffer() throws Exception {
        HotPathCase.TEXT_RETURNED_BATCH.connect(container, transport);
        transport.deliver(HotPathCase.TEXT_RETURNED_BATCH.read());
        // An unknown opcode behind the first half of a message.
        transport.deliver(Wire.masked(0x01, new byte[] {'a'}));
        transport.deliver(Wire.masked(0x83, new byte[0]));
        assertThat(transport.isClosed()).isTrue();
        assertThat(container.bufferPool().outstanding()).isZero();
    }
}
