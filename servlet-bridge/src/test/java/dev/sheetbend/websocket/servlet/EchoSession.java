package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A session without a protocol: by default it sends back what it receives and blocks until that has been written. */
class EchoSession implements Acceptor, Transport.Receiver {
    final CompletableFuture<Optional<IOException>> ended = new CompletableFuture<>();
    final CompletableFuture<Void> opened = new CompletableFuture<>();
    final AtomicLong receivedBytes = new AtomicLong();
    final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    volatile Transport transport;
    volatile boolean abandoned;

    @Override
    public void accept(Transport target) {
        transport = target;
        target.start(this);
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    @Override
    public void opened() {
        check(inside.getAndIncrement() == 0 && !opened.isDone());
        opened.complete(null);
        inside.decrementAndGet();
    }

    @Override
    public final void received(byte[] array, int offset, int length) {
        check(inside.getAndIncrement() == 0 && opened.isDone() && !ended.isDone());
        receivedBytes.addAndGet(length);
        handle(array, offset, length);
        inside.decrementAndGet();
    }

    @Override
    public void ended(IOException cause) {
        check(inside.getAndIncrement() == 0 && opened.isDone() && !ended.isDone());
        ended.complete(Optional.ofNullable(cause));
        inside.decrementAndGet();
    }

    /** What a test does with input. */
    void handle(byte[] array, int offset, int length) {
        try {
            write(ByteBuffer.wrap(array, offset, length)).get();
        } catch (ExecutionException e) {
            // The connection is broken; ended follows.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CompletableFuture<Void> write(ByteBuffer... buffers) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        transport.write(buffers, buffers.length, new Transport.WriteListener() {
            @Override
            public void writeCompleted() {
                written.complete(null);
            }

            @Override
            public void writeFailed(Throwable cause) {
                written.completeExceptionally(cause);
            }
        });
        return written;
    }

    private void check(boolean holds) {
        if (!holds) {
            violations.incrementAndGet();
        }
    }
}
