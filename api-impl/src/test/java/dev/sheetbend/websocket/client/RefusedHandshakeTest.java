package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that refuse in proper HTTP: the exception has all of their answer, whichever way its body comes. */
@Timeout(60)
class RefusedHandshakeTest {
    private static final int MOST = 16 * 1024;

    private final SheetbendClientContainer container =
            ClientContainers.create(Map.of(SheetbendProperties.HANDSHAKE_TIMEOUT, "1000"));
    private final RecordingEndpoint endpoint = new RecordingEndpoint();

    @AfterEach
    void nothingHasHappenedAndNothingIsLeft() {
        assertThat(endpoint.opened).isFalse();
        assertThat(endpoint.errors).isEmpty();
        assertThat(endpoint.closed).isNotDone();
        ClientContainers.closeAndCheck(container);
    }

    private HandshakeException refusal(RawServer server) {
        return (HandshakeException) catchThrowable(() -> container.connectToServer(endpoint, null, server.uri()));
    }

    @ParameterizedTest
    @CsvSource({
        "401, WWW-Authenticate, 'Basic realm=\"x\"', length, 20",
        "401, WWW-Authenticate, 'Basic realm=\"x\"', chunked, 100000",
        "302, Location, /other, length, 0",
        "302, Location, /other, close, 100000",
        "404, X-Why, nothing, close, 20",
        "404, X-Why, nothing, length, 100000",
        "503, Retry-After, 5, chunked, 16384",
        "503, Retry-After, 5, close, 16385",
        "200, X-Why, page, chunked, 1",
        "204, X-Why, none, none, 0",
        "304, X-Why, none, none, 0"
    })
    void carriesTheAnswer(int status, String name, String value, String framing, int size) throws Exception {
        String body = "0123456789abcdef".repeat(size / 16 + 1).substring(0, size);
        String head = "HTTP/1.1 " + status + " x\r\n" + name + ": " + value + "\r\n";
        String answer = switch (framing) {
            case "length" -> head + "Content-Length: " + size + "\r\n\r\n" + body + "behind";
            case "chunked" -> head + "Transfer-Encoding: chunked\r\n\r\n" + chunks(body) + "behind";
            case "none" -> head + "\r\nbehind";
            default -> head + "\r\n" + body;
        };
        try (RawServer server = new RawServer(connection -> connection.answer(answer))) {
            HandshakeException refusal = refusal(server);

            assertThat(refusal).hasMessage("The server answered with status " + status + " instead of 101.");
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.headers().get(name)).containsExactly(value);
            assertThat(new String(refusal.body(), ISO_8859_1)).isEqualTo(body.substring(0, Math.min(size, MOST)));
        }
    }

    private static String chunks(String body) {
        var text = new StringBuilder();
        for (int at = 0; at < body.length(); at += 1000) {
            String chunk = body.substring(at, Math.min(at + 1000, body.length()));
            text.append(Integer.toHexString(chunk.length())).append(";x=y\r\n");
            text.append(chunk).append("\r\n");
        }
        return text.append("0\r\n\r\n").toString();
    }

    @Test
    void aBodyThatIsLateIsNotWaitedForForLong() throws Exception {
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.answer("HTTP/1.1 403 x\r\nContent-Length: 10\r\n\r\nhalf");
            hold.await();
        })) {
            assertThat(new String(refusal(server).body(), ISO_8859_1)).isEqualTo("half");
        } finally {
            hold.countDown();
        }
    }

    /** There is always something to read, and never a body. */
    @Test
    void aChunkWhoseFirstLineNeverEndsIsNotReadForEver() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.answer("HTTP/1.1 403 x\r\nTransfer-Encoding: chunked\r\n\r\n1;");
            flood(connection, "x".repeat(10_000));
        })) {
            assertThat(refusal(server).body()).isEmpty();
        }
    }

    @Test
    void aHeadThatComesByteByByteMeetsTheTimeLimit() throws Exception {
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.answer("HTTP/1.1 101 x\r\nX: ");
            while (!hold.await(10, TimeUnit.MILLISECONDS)) {
                connection.send(new byte[] {'x'});
            }
        })) {
            assertThat(catchThrowable(() -> container.connectToServer(endpoint, null, server.uri())))
                    .hasMessage("The server did not complete the opening handshake within 1000 ms.");
        } finally {
            hold.countDown();
        }
    }

    private static void flood(RawServer.Connection connection, String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        // Until the client is gone.
        while (!connection.socket.isClosed()) {
            connection.send(bytes);
        }
    }
}
