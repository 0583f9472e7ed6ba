package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.container.Settings;
import java.time.Duration;
import java.util.Map;

/** Containers with threads of their own, and what must be left of them. */
final class ClientContainers {
    private ClientContainers() {}

    static SheetbendClientContainer create() {
        return create(Map.of());
    }

    static SheetbendClientContainer create(Map<String, String> properties) {
        Settings settings = Settings.of(properties::get);
        return new SheetbendClientContainer(settings, ClientThreads.of(settings));
    }

    static void closeAndCheck(SheetbendClientContainer container) {
        container.close();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(container.bufferPool().outstanding())
                        .as("buffers lent out")
                        .isZero());
    }

    static long threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
