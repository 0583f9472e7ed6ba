package dev.sheetbend.websocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the workloads send. */
class WorkloadsTest {
    @Test
    void eachWorkloadHasANameOfItsOwn() {
        assertThat(Workloads.all().stream().map(Workload::id)).doesNotHaveDuplicates();
    }

    @Test
    void theFastModeHasSomeOfAllWorkloads() {
        assertThat(Workloads.of(Workloads.fast())).hasSize(4);
    }

    @Test
    void aBroadcastIsMeasuredWithOneAndWithFourOnTheirWay() {
        List<Workload> broadcasts = Workloads.all().stream()
                .filter(workload -> workload.kind() == Workload.Kind.BROADCAST)
                .toList();

        assertThat(broadcasts)
                .extracting(Workload::id, Workload::depth, Workload::needs)
                .containsExactly(
                        tuple("broadcast-500", 1, Workload.Needs.NOTHING),
                        tuple("broadcast-500-shared", 1, Workload.Needs.SHEETBEND),
                        tuple("broadcast-500-4", 4, Workload.Needs.NOTHING),
                        tuple("broadcast-500-4-shared", 4, Workload.Needs.SHEETBEND));
        assertThat(broadcasts).allMatch(workload -> workload.connections() == 500);
    }

    @Test
    void anUnknownWorkloadIsRefused() {
        assertThatThrownBy(() -> Workloads.of(List.of("text-64", "text-65")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no workload text-65, but [text-64-1, ");
    }

    @Test
    void messagesHaveExactlyTheirSize() {
        for (Messages messages : List.of(Messages.ascii(64), Messages.utf8(1024), Messages.binary(1 << 20))) {
            int size = messages.payloads().get(0).length;
            assertThat(size).isIn(64, 1024, 1 << 20);
            assertThat(messages.payloads()).allMatch(payload -> payload.length == size);
        }
    }

    @Test
    void noTwoMessagesAreAlike() {
        assertThat(Messages.ascii(64).payloads().stream().map(Arrays::hashCode)).doesNotHaveDuplicates();
        assertThat(Messages.binary(1 << 20).payloads().stream().map(Arrays::hashCode))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1);
    }

    @Test
    void textsHaveCharactersOfTwoThreeAndFourBytes() {
        assertThat(Messages.utf8(1024).payloads()).allSatisfy(payload -> {
            String text = new String(payload, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(payload);
            assertThat(text.codePoints()
                            .limit(6)
                            .mapToObj(
                                    character -> Character.toString(character).getBytes(StandardCharsets.UTF_8).length)
                            .collect(Collectors.toList()))
                    .containsExactly(2, 3, 4, 2, 3, 4);
        });
    }

    @Test
    void whatIsSentInFragmentsHasTheBytesOfItsMessages() {
        Traffic traffic = Traffic.of(Messages.ascii(1000).inFragments(16), Agreement.NONE);

        // Two bytes of a header and four of a mask, in each frame.
        assertThat(traffic.wireEnd(0)).isEqualTo(1000 + 16 * 6);
        assertThat(traffic.wire().get(0)).isEqualTo((byte) Frames.TEXT);
    }
}
