package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import jakarta.websocket.WebSocketContainer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;

/**
 * What all sessions of one container share.
 *
 * @param container what {@code Session.getContainer} answers
 * @param pool where buffers come from
 * @param readHalves reads for them
 * @param timer runs short tasks that never block
 * @param flusher sends what batches hold back for too long
 * @param maskKeys unpredictable masking keys (RFC 6455, 10.3); used by client sessions only
 */
public record SessionRuntime(
        WebSocketContainer container,
        BufferPool pool,
        ReadHalves readHalves,
        ScheduledExecutorService timer,
        GatherFlusher flusher,
        IntSupplier maskKeys) {}
