package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.ReservedBits;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.ArrayList;
import java.util.List;

/**
 * The extensions of one connection in negotiated order; owner of the reserved bits (RFC 6455, 9.1). What is sent goes
 * through the first one first, what is received through the last one first. Immutable.
 */
public final class ExtensionStack implements ReservedBits {
    /** A connection without extensions. */
    public static final ExtensionStack EMPTY = new ExtensionStack(List.of());

    private final List<ExtensionAgreement> agreements;
    private final int firstFrameBits;
    private final int continuationBits;
    private final boolean unmasked;
    /** One for each extension, or fewer when not all have one. */
    private final List<Object> sharingKeys;

    private ExtensionStack(List<ExtensionAgreement> agreements) {
        this.agreements = agreements;
        this.firstFrameBits =
                agreements.stream().mapToInt(ExtensionAgreement::firstFrameBits).reduce(0, (one, other) -> one | other);
        this.continuationBits = agreements.stream()
                .mapToInt(ExtensionAgreement::continuationBits)
                .reduce(0, (one, other) -> one | other);
        this.unmasked = agreements.stream().anyMatch(NoMasking.Agreement.class::isInstance);
        this.sharingKeys =
                agreements.stream().flatMap(each -> each.sharingKey().stream()).toList();
    }

    /**
     * These extensions and one more.
     *
     * @param agreement one that {@link #admits} allows
     */
    public ExtensionStack with(ExtensionAgreement agreement) {
        if (!admits(agreement)) {
            throw new IllegalArgumentException("Two extensions of a connection claim the same reserved bit.");
        }
        var all = new ArrayList<>(agreements);
        all.add(agreement);
        return new ExtensionStack(List.copyOf(all));
    }

    /** Whether an extension can join these: it claims no reserved bit that one of them has claimed. */
    public boolean admits(ExtensionAgreement agreement) {
        int claimed = firstFrameBits | continuationBits;
        return (claimed & (agreement.firstFrameBits() | agreement.continuationBits())) == 0;
    }

    /** What the server's answer names, in order. */
    public List<ExtensionOffer> answer() {
        return agreements.stream().map(ExtensionAgreement::answer).toList();
    }

    @Override
    public int allowedOn(Opcode opcode) {
        return switch (opcode) {
            case TEXT, BINARY -> firstFrameBits;
            case CONTINUATION -> continuationBits;
            case CLOSE, PING, PONG -> 0;
        };
    }

    /** Whether the client masks its frames, as it does unless something else was negotiated (RFC 6455, 5.1). */
    public boolean clientMasks() {
        return !unmasked;
    }

    /** Whether all extensions have a {@link ExtensionAgreement#sharingKey}. */
    public boolean canShare() {
        return sharingKeys.size() == agreements.size();
    }

    /**
     * Whether whole messages come out of both as the same frames, masking aside.
     *
     * @param other one that {@link #canShare}, as this does
     */
    public boolean sharesWith(ExtensionStack other) {
        if (sharingKeys.size() != other.sharingKeys.size()) {
            return false;
        }
        // Asked for each delivery of a broadcast: without an iterator.
        for (int i = 0; i < sharingKeys.size(); i++) {
            if (!sharingKeys.get(i).equals(other.sharingKeys.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is none, so that frames need no stages. */
    public boolean isEmpty() {
        return agreements.isEmpty();
    }

    /**
     * Makes the stages for what is received. Called at most once for a connection.
     *
     * @param last takes what comes out of all of them; it is not closed with them
     */
    public InboundStages inbound(FrameStage last, BufferSource buffers) {
        return new InboundStages(agreements, last, buffers);
    }

    /**
     * Makes the stages for what is sent. Called at most once for a connection, and for each broadcast that needs them if
     * it {@link #canShare}.
     *
     * @param last takes what comes out of all of them; it is not closed with them
     */
    public OutboundStages outbound(FrameStage last, BufferSource buffers) {
        return new OutboundStages(agreements, last, buffers);
    }
}
