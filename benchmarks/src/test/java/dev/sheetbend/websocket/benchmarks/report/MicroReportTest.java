package dev.sheetbend.websocket.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MicroReportTest {
    @Test
    void eachBenchmarkHasARow() {
        assertThat(MicroReport.of(List.of(
                        new MicroReport.Row("Masker.mask", "size=16", 2.344, 0.1, "ns/op", 0.0001),
                        new MicroReport.Row("Deflate.deflate", "", 1234.5, Double.NaN, "us/op", 151.6))))
                .isEqualTo("""
                        | Benchmark | Parameters | Time | Error | Unit | Allocated, bytes |
                        |---|---|--:|--:|---|--:|
                        | Masker.mask | size=16 | 2.34 | 0.10 | ns/op | 0 |
                        | Deflate.deflate |  | 1235 |  | us/op | 152 |
                        """);
    }
}
