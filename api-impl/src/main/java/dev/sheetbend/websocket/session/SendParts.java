package dev.sheetbend.websocket.session;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What the write side of one session consists of, for the classes that make up its {@link SendQueue}: these stand upon each
 * other and not beside each other, so that a session has one object of them. The lock guards every mutable field of all
 * parts.
 */
abstract class SendParts {
    final ReentrantLock lock = new ReentrantLock();
    final SendLimits limits;
    final WriteEvents events;
    final WriteProgress progress;
    final OutputQueue out;
    final SendOrder order = new SendOrder();
    final InFlight inFlight = new InFlight();
    final Gathering gathering;
    final Framing framing;
    final QueueWriter writer;

    SendParts(
            Transport transport,
            boolean masks,
            FrameEncoding encoding,
            SessionRuntime runtime,
            SendLimits limits,
            WriteEvents events) {
        this.limits = limits;
        this.events = events;
        this.progress = new WriteProgress(lock, limits);
        this.out = new OutputQueue(masks, runtime.maskKeys(), runtime.pool());
        this.gathering = new Gathering(limits);
        this.framing = new Framing(lock, out, order, inFlight, gathering, progress, encoding, limits, events);
        this.writer = new QueueWriter(transport, lock, out, gathering, progress, runtime, limits, framing, events);
        framing.writeWith(writer);
    }
}
