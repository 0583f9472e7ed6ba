package dev.sheetbend.websocket.samples;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The samples, driven by clients that know nothing of this project: Node's {@code ws} package and Chromium. */
class ExternalClientsTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @Test
    void theWsPackageTalksToTheEcho() throws Exception {
        NodeScripts.run("echo.test.mjs", Map.of());
    }

    @Test
    void theWsPackageTalksToTheChat() throws Exception {
        NodeScripts.run("chat-protocol.test.mjs", Map.of());
    }

    @Test
    void theEchoPageWorksInABrowser() throws Exception {
        runInBrowser("echo-page.test.mjs");
    }

    @Test
    void theChatPageWorksInABrowser() throws Exception {
        runInBrowser("chat-page.test.mjs");
    }

    private static void runInBrowser(String script) throws Exception {
        String browser = NodeScripts.need("CHROMIUM", BROWSERS, "Chromium (Debian: apt-get install chromium)");
        NodeScripts.run(script, Map.of("CHROMIUM", browser));
    }
}
