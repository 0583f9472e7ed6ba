package dev.sheetbend.websocket.tck.malformed;

import java.util.List;
import java.util.stream.Stream;

/**
 * Opening handshakes and frames that break a rule, or keep it in an unusual way, each with what a server does with
 * it. The same entries in the same order every time: what is random has a fixed seed.
 *
 * <p>The entries want a server on a path with an endpoint that echoes text and binary messages, has a message limit
 * between 1 MiB and 2 GiB, accepts a request without {@code Origin}, and negotiates no extension but
 * permessage-deflate, which it uses without limits.
 */
public final class MalformedCorpus {
    private MalformedCorpus() {}

    /** Every opening handshake of the corpus. */
    public static List<MalformedHandshake> handshakes() {
        return Stream.of(HandshakeCorpus.entries(), HttpCorpus.entries())
                .flatMap(List::stream)
                .toList();
    }

    /** Everything that the corpus sends after a good opening handshake. */
    public static List<MalformedFrames> frames() {
        return Stream.of(FrameCorpus.entries(), TextCorpus.entries(), OddFrameCorpus.entries())
                .flatMap(List::stream)
                .toList();
    }

    /** Everything that the corpus sends after an opening handshake that has agreed on permessage-deflate as it is. */
    public static List<MalformedFrames> compressedFrames() {
        return DeflateCorpus.entries();
    }
}
