package dev.sheetbend.websocket.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians and ends. */
class SpreadTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void theEndsAreToldWhereTheyDiffer() {
        assertThat(new Spread(2, 1, 9)).hasToString("2.00 (1.00 to 9.00)");
        assertThat(new Spread(2, 2, 2)).hasToString("2.00");
    }
}
