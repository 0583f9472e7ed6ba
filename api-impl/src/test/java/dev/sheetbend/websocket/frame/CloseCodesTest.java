package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RFC 6455, 7.4, and the IANA registry for 1012 to 1014. */
class CloseCodesTest {
    @Test
    void exactlyTheRegisteredAndThePrivateCodesAreLegalOnTheWire() {
        var expected = IntStream.concat(
                IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
                IntStream.rangeClosed(3000, 4999));
        var legal = IntStream.rangeClosed(-1, 65536).filter(CloseCodes::isLegalOnWire);
        assertThat(legal.toArray()).isEqualTo(expected.toArray());
    }

    @Test
    void failuresCarryTheirCodeAndNoStackTrace() {
        assertThat(WebSocketFailure.protocol("a").closeCode()).isEqualTo(1002);
        assertThat(WebSocketFailure.invalidData("b").closeCode()).isEqualTo(1007);
        assertThat(WebSocketFailure.tooBig("c").closeCode()).isEqualTo(1009);
        assertThat(new WebSocketFailure(1011, "d"))
                .hasMessage("d")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }
}
