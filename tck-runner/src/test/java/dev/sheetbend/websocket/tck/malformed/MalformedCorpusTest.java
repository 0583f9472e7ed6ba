package dev.sheetbend.websocket.tck.malformed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The corpus itself, without a server. */
class MalformedCorpusTest {
    @Test
    void hasAtLeast200EntriesOfEachKind() {
        assertThat(MalformedCorpus.handshakes()).hasSizeGreaterThanOrEqualTo(200);
        assertThat(MalformedCorpus.frames()).hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void everyEntryHasANameOfItsOwn() {
        assertThat(MalformedCorpus.handshakes())
                .extracting(MalformedHandshake::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.contains(": "));
        assertThat(MalformedCorpus.compressedFrames())
                .extracting(MalformedFrames::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.contains(": "));
        assertThat(MalformedCorpus.frames())
                .extracting(MalformedFrames::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.contains(": "));
    }

    @Test
    void everyEntryIsTheSameEachTime() {
        assertThat(MalformedCorpus.handshakes()).isEqualTo(MalformedCorpus.handshakes());
        assertThat(MalformedCorpus.frames()).isEqualTo(MalformedCorpus.frames());
        assertThat(MalformedCorpus.compressedFrames()).isEqualTo(MalformedCorpus.compressedFrames());
    }

    @Test
    void aRequestIsAsciiOrIso88591AndItsPlaceholdersAreFilledIn() {
        for (MalformedHandshake entry : MalformedCorpus.handshakes()) {
            String request = entry.requestTo("localhost:80", "/echo");

            assertThat(request.chars()).as(entry.name()).allMatch(c -> c <= 0xff);
            assertThat(request).as(entry.name()).doesNotContain("{host}", "{path}");
        }
    }

    @Test
    void theFramesOfRfc6455Section57AreWrittenAsThere() {
        assertThat(WireFrame.hex(WireFrame.of(WireFrame.TEXT, "Hello").unmasked()))
                .isEqualTo("810548656c6c6f");
        assertThat(WireFrame.hex(WireFrame.of(WireFrame.TEXT, "Hello"))).isEqualTo("818537fa213d7f9f4d5158");
        assertThat(WireFrame.hex(
                        WireFrame.of(WireFrame.TEXT, "Hel").notFinal().unmasked(),
                        WireFrame.of(WireFrame.CONTINUATION, "lo").unmasked()))
                .isEqualTo("010348656c80026c6f");
        assertThat(WireFrame.hex(WireFrame.of(WireFrame.BINARY, new byte[256]).unmasked()))
                .startsWith("827e0100")
                .hasSize(2 * 260);
        assertThat(WireFrame.hex(
                        WireFrame.of(WireFrame.BINARY, new byte[65_536]).unmasked()))
                .startsWith("827f0000000000010000")
                .hasSize(2 * 65_546);
    }

    @Test
    void aFrameIsWrittenWrongWhereItIsAskedFor() {
        assertThat(WireFrame.hex(WireFrame.of(0xB, "").rsv(5))).isEqualTo("db8037fa213d");
        assertThat(WireFrame.hex(WireFrame.of(0x1, "").unmasked().lengthIn16Bits()))
                .isEqualTo("817e0000");
        assertThat(WireFrame.hex(WireFrame.of(0x1, "").unmasked().lengthIn64Bits()))
                .isEqualTo("817f0000000000000000");
        assertThat(WireFrame.hex(WireFrame.of(0x2, "").unmasked().announcing(-1)))
                .isEqualTo("827fffffffffffffffff");
        assertThat(WireFrame.hex(WireFrame.close(1002, "no").unmasked())).isEqualTo("880403ea6e6f");
    }
}
