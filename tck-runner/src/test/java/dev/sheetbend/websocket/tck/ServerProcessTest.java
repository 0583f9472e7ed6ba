package dev.sheetbend.websocket.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each container starts in a JVM of its own, stops in order and leaves no thread of ours behind. */
@Tag("distributions")
class ServerProcessTest {
    static List<Container> containers() {
        return Container.selected();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void leavesNoThreadWhenItHasStopped(Container container) {
        try (ServerProcess server = ServerProcess.start(container)) {
            server.stop();

            assertThat(server.threads()).isEmpty();
            assertThat(server.end()).isZero();
        }
    }
}
