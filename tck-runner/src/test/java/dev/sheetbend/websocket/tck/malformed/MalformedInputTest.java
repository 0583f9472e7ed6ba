package dev.sheetbend.websocket.tck.malformed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Abandoned;
import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Answered;
import dev.sheetbend.websocket.tck.malformed.FrameOutcome.ClosedWith;
import dev.sheetbend.websocket.tck.malformed.FrameOutcome.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every entry of {@link MalformedCorpus} against a server. Each gets its answer, the connection ends, and then
 * the server still serves a well-behaved client. A subclass starts the server, and checks in its own way that no
 * session and no thread is left.
 */
abstract class MalformedInputTest {
    /** The endpoint {@code /echo}, as {@link MalformedCorpus} wants it, with the scheme {@code ws} or {@code wss}. */
    abstract URI serverUri();

    /** The same for an endpoint that accepts permessage-deflate with all it can do, and compresses every message. */
    abstract URI deflateUri();

    /** What the server's certificate is judged with; asked for when the scheme is {@code wss}. */
    SSLContext tls() throws NoSuchAlgorithmException {
        return SSLContext.getDefault();
    }

    /** How long to wait for the server before the test fails. */
    Duration timeout() {
        return Duration.ofSeconds(10);
    }

    static List<MalformedHandshake> handshakes() {
        return MalformedCorpus.handshakes();
    }

    static List<MalformedFrames> frames() {
        return MalformedCorpus.frames();
    }

    static List<MalformedFrames> compressedFrames() {
        return MalformedCorpus.compressedFrames();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void anOpeningHandshakeGetsItsAnswer(MalformedHandshake entry) throws Exception {
        try (RawWebSocketClient client = connect()) {
            trySend(client, bytesOf(entry.requestTo(client.host(), serverUri().getRawPath())));
            if (entry.endsInput()) {
                client.shutdownOutput();
            }
            Optional<HttpAnswer> answer = client.readHttpAnswer();
            if (answer.isEmpty()) {
                assertThat(entry.outcome().mayBeCutOff())
                        .as("No answer to '%s', wanted %s", entry.name(), entry.outcome())
                        .isTrue();
            } else {
                check(entry, answer.get());
            }
        }
        assertServes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void framesGetTheirAnswer(MalformedFrames entry) throws Exception {
        try (RawWebSocketClient client = connect()) {
            assertThat(client.handshake().status()).isEqualTo(101);
            send(client, entry, new Answers(Optional.empty()));
        }
        assertServes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressedFrames")
    void compressedFramesGetTheirAnswer(MalformedFrames entry) throws Exception {
        try (RawWebSocketClient client = connect(deflateUri());
                var deflate = new RawDeflate(RawDeflate.MAX_BITS, true, RawDeflate.MAX_BITS, true)) {
            HttpAnswer answer = client.handshake("Sec-WebSocket-Extensions: permessage-deflate");
            assertThat(answer.header("Sec-WebSocket-Extensions")).contains("permessage-deflate");
            send(client, entry, new Answers(Optional.of(deflate)));
        }
        assertServes();
    }

    private static void send(RawWebSocketClient client, MalformedFrames entry, Answers reader) throws IOException {
        trySend(client, entry.bytes());
        FrameOutcome outcome = entry.outcome();
        if (outcome instanceof ClosedWith closed) {
            checkClosed(client, closed);
        } else if (outcome instanceof Answered answered) {
            checkAnswered(client, answered, reader);
        } else if (outcome instanceof Abandoned abandoned) {
            abandon(client, abandoned);
        }
    }

    @Test
    void framesThatComeTogetherWithTheHandshakeAreEchoed() throws Exception {
        try (RawWebSocketClient client = connect()) {
            String request = RequestText.HANDSHAKE
                    .text()
                    .replace(MalformedHandshake.HOST, client.host())
                    .replace(MalformedHandshake.PATH, serverUri().getRawPath());
            var all = new ByteArrayOutputStream();
            all.writeBytes(bytesOf(request));
            all.writeBytes(WireFrame.of(WireFrame.TEXT, "one").bytes());
            all.writeBytes(WireFrame.of(WireFrame.TEXT, "two").bytes());
            client.send(all.toByteArray());

            assertThat(client.readHttpAnswer()).map(HttpAnswer::status).contains(101);
            assertThat(nextMessage(client)).isEqualTo(text("one"));
            assertThat(nextMessage(client)).isEqualTo(text("two"));
        }
    }

    @Test
    void framesThatComeByteByByteAreEchoed() throws Exception {
        try (RawWebSocketClient client = connect()) {
            assertThat(client.handshake().status()).isEqualTo(101);
            for (byte next :
                    WireFrame.of(WireFrame.TEXT, "Gr\u00fc\u00dfe".repeat(30)).bytes()) {
                client.send(new byte[] {next});
            }

            assertThat(nextMessage(client)).isEqualTo(text("Gr\u00fc\u00dfe".repeat(30)));
        }
    }

    private static void check(MalformedHandshake entry, HttpAnswer answer) {
        assertThat(entry.outcome().allows(answer.status()))
                .as("Status %d for '%s', wanted %s", answer.status(), entry.name(), entry.outcome())
                .isTrue();
        if (entry.outcome().equals(HandshakeOutcome.status(426))) {
            // RFC 6455, 4.4; RFC 9110, 15.5.22. Where 426 is one of several answers, it is that of the HTTP server.
            assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
            assertThat(answer.header("Upgrade")).contains("websocket");
        }
        if (answer.status() == 101) {
            assertThat(answer.header("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
            assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
        }
    }

    private static void checkClosed(RawWebSocketClient client, ClosedWith expected) throws IOException {
        RawFrame close = readUntilClose(client);
        assertThat(expected.codes()).as("Close frame: %s", close.text()).contains(close.closeCode());
        trySend(client, WireFrame.close(1000, "").bytes());
        client.readToEnd();
    }

    private static void checkAnswered(RawWebSocketClient client, Answered expected, Answers reader) throws IOException {
        while (reader.messages.size() < expected.echoes().size()
                || expected.lastPong().isPresent() && !expected.lastPong().equals(reader.lastPong)) {
            reader.take(client.readFrame().orElseThrow(() -> new AssertionError("The server ended the connection.")));
        }
        client.sendClose(1000, "");
        RawFrame close = readUntilClose(client);
        assertThat(close.closeCode()).isEqualTo(1000);
        assertThat(reader.messages).isEqualTo(expected.echoes());
        client.readToEnd();
    }

    private static void abandon(RawWebSocketClient client, Abandoned abandoned) throws IOException {
        if (abandoned.reset()) {
            client.reset();
        } else {
            client.shutdownOutput();
            client.readToEnd();
        }
    }

    /** Other frames before it are of no interest; the connection must not end without it. */
    private static RawFrame readUntilClose(RawWebSocketClient client) throws IOException {
        while (true) {
            RawFrame frame = client.readFrame()
                    .orElseThrow(() -> new AssertionError("The server ended the connection without a Close frame."));
            assertThat(frame.masked()).as("A server must not mask: %s", frame).isFalse();
            if (frame.opcode() == WireFrame.CLOSE) {
                assertThat(frame.rsv()).as("RSV of %s", frame).isZero();
                return frame;
            }
        }
    }

    private void assertServes() throws Exception {
        try (RawWebSocketClient client = connect()) {
            assertThat(client.handshake().status()).isEqualTo(101);
            client.sendText("still there?");
            assertThat(nextMessage(client)).isEqualTo(text("still there?"));
            client.sendClose(1000, "");
            assertThat(readUntilClose(client).closeCode()).isEqualTo(1000);
            client.readToEnd();
        }
    }

    private static Message nextMessage(RawWebSocketClient client) throws IOException {
        var reader = new Answers(Optional.empty());
        while (reader.messages.isEmpty()) {
            reader.take(client.readFrame().orElseThrow(() -> new AssertionError("The server ended the connection.")));
        }
        return reader.messages.get(0);
    }

    private RawWebSocketClient connect() throws Exception {
        return connect(serverUri());
    }

    private RawWebSocketClient connect(URI uri) throws Exception {
        return "wss".equals(uri.getScheme())
                ? RawWebSocketClient.connect(uri, tls(), timeout())
                : RawWebSocketClient.connect(uri, timeout());
    }

    /** A server may give up while it is still being sent to; its answer is there to be read even so. */
    private static void trySend(RawWebSocketClient client, byte[] bytes) throws IOException {
        try {
            client.send(bytes);
        } catch (SocketException e) {
            // What the server did is found out by reading.
        }
    }

    private static byte[] bytesOf(String request) {
        return request.getBytes(ISO_8859_1);
    }

    private static Message text(String text) {
        return new Message(WireFrame.TEXT, HexFormat.of().formatHex(text.getBytes(UTF_8)));
    }

    /** Puts messages together from the frames of the server. */
    private static final class Answers {
        private static final int RSV1 = 4;

        private final List<Message> messages = new ArrayList<>();
        private final Optional<RawDeflate> deflate;
        private Optional<String> lastPong = Optional.empty();
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        private int opcode;
        private boolean compressed;

        /**
         * @param deflate empty when permessage-deflate was not negotiated
         */
        Answers(Optional<RawDeflate> deflate) {
            this.deflate = deflate;
        }

        void take(RawFrame frame) throws IOException {
            assertThat(frame.masked()).as("A server must not mask: %s", frame).isFalse();
            boolean first = frame.opcode() == WireFrame.TEXT || frame.opcode() == WireFrame.BINARY;
            assertThat(frame.rsv())
                    .as("Negotiated: %s; %s", deflate.isPresent(), frame)
                    .isIn(first && deflate.isPresent() ? List.of(0, RSV1) : List.of(0));
            switch (frame.opcode()) {
                case WireFrame.PONG -> lastPong = Optional.of(frame.hex());
                case WireFrame.PING -> {}
                case WireFrame.CONTINUATION -> append(frame);
                case WireFrame.TEXT, WireFrame.BINARY -> {
                    opcode = frame.opcode();
                    compressed = frame.rsv() == RSV1;
                    append(frame);
                }
                default -> throw new AssertionError("Unexpected frame: " + frame + ", " + frame.closeCode());
            }
        }

        private void append(RawFrame frame) throws IOException {
            payload.writeBytes(frame.payload());
            if (frame.fin()) {
                byte[] bytes = payload.toByteArray();
                byte[] message = compressed ? deflate.orElseThrow().inflate(bytes) : bytes;
                messages.add(new Message(opcode, HexFormat.of().formatHex(message)));
                payload.reset();
            }
        }
    }
}
