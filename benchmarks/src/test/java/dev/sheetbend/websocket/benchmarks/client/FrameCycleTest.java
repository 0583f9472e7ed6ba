package dev.sheetbend.websocket.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sheetbend.websocket.benchmarks.load.Agreement;
import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import dev.sheetbend.websocket.frame.FrameConsumer;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.FrameParser;
import dev.sheetbend.websocket.frame.Role;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The prepared frames, and the comparison of answers with what was sent, each checked by the other. */
class FrameCycleTest {
    private static final List<byte[]> TEXTS = JsonTexts.of(1024, 40);
    private static final String FORGETFUL =
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover";

    @ParameterizedTest
    @ValueSource(strings = {"", "permessage-deflate", FORGETFUL})
    void aPeerReadsTheTextsCycleAfterCycle(String answer) throws Exception {
        Agreement agreement = Agreement.of(answer);
        FrameCycle cycle = FrameCycle.of(TEXTS, agreement);
        Verifier peer = new Verifier(cycle, agreement, 2L * TEXTS.size());

        assertThat(read(cycle, peer, 0)).isEqualTo(TEXTS.size());
        assertThat(read(cycle, peer, TEXTS.size())).isEqualTo(TEXTS.size());
    }

    @Test
    void anAnswerThatIsNotWhatWasSentIsSeen() throws Exception {
        Agreement agreement = Agreement.of("permessage-deflate");
        FrameCycle sent = FrameCycle.of(JsonTexts.of(1000, 40), agreement);
        FrameCycle answered = FrameCycle.of(TEXTS, agreement);

        assertThatIllegalStateException()
                .isThrownBy(() -> read(answered, new Verifier(sent, agreement, 1), 0))
                .withMessage("The answer to message 0 is not what was sent");
    }

    @Test
    void windowsThatAreKeptMakeTheFramesShorter() throws Exception {
        FrameCycle kept = FrameCycle.of(TEXTS, Agreement.of("permessage-deflate"));
        FrameCycle forgotten = FrameCycle.of(TEXTS, Agreement.of(FORGETFUL));

        assertThat(kept.frames().capacity()).isLessThan(forgotten.frames().capacity());
        assertThat(kept.end(kept.count() - 1)).isEqualTo(kept.frames().capacity());
    }

    /**
     * Reads all frames as a server does, with the verifier for an application; returns how many messages there were.
     */
    private static int read(FrameCycle cycle, Verifier verifier, int before) {
        int[] messages = {0};
        FrameParser parser = new FrameParser(Role.SERVER, true, opcode -> FrameHeader.RSV1, new FrameConsumer() {
            @Override
            public void frameHeader(FrameHeader header) {
                verifier.begin(header.rsv() == FrameHeader.RSV1);
            }

            @Override
            public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
                verifier.add(array, offset, length);
                verifier.finish(before + messages[0]++);
            }
        });
        ByteBuffer frames = cycle.frames();
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        parser.parse(bytes, 0, bytes.length);
        return messages[0];
    }
}
