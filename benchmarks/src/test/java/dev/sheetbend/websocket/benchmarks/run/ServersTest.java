package dev.sheetbend.websocket.benchmarks.run;

import static dev.sheetbend.websocket.benchmarks.run.FrameSocket.BINARY;
import static dev.sheetbend.websocket.benchmarks.run.FrameSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.benchmarks.load.Destination;
import dev.sheetbend.websocket.benchmarks.load.Load;
import dev.sheetbend.websocket.benchmarks.load.Messages;
import dev.sheetbend.websocket.benchmarks.load.Workload;
import dev.sheetbend.websocket.benchmarks.server.AsyncEchoEndpoint;
import dev.sheetbend.websocket.benchmarks.server.BlockingEchoEndpoint;
import dev.sheetbend.websocket.benchmarks.server.BroadcastEndpoint;
import dev.sheetbend.websocket.benchmarks.server.EchoEndpoint;
import dev.sheetbend.websocket.benchmarks.server.LargeEchoEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each server, in a JVM of its own, does on each of its paths what it is measured at. */
class ServersTest {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final int PIPELINED = 16;
    private static final int FLOOD_BYTES = 16 * 1024 * 1024;
    private static final List<String> SMALL_AND_QUICK_TO_START =
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void eachEchoesAndTellsOfItself(ServerKind kind) throws IOException {
        Candidate candidate = Candidate.peer(kind, Map.of());
        try (ServerProcess server =
                ServerProcess.start(candidate, SMALL_AND_QUICK_TO_START, directory.resolve("server.log"))) {
            assertThat(server.version()).matches("[^/]+/\\d\\S*( on [^/]+/\\d\\S*)?");
            if (kind == ServerKind.NIO) {
                server.record(directory.resolve("server.jfr"));
            }
            long allocated = server.allocated();

            for (String path : List.of(EchoEndpoint.PATH, AsyncEchoEndpoint.PATH, BlockingEchoEndpoint.PATH)) {
                echoes(kind, server.port(), path, EchoEndpoint.LONGEST);
            }
            echoes(kind, server.port(), LargeEchoEndpoint.PATH, LargeEchoEndpoint.LIMIT);
            agrees(kind, server.port());
            if (kind.broadcasts()) {
                broadcasts(kind, server.port());
                takesALoadOfBroadcasts(kind, server.port());
            }
            if (kind == ServerKind.NIO) {
                sendsToAllWhileOneDoesNotRead(server.port());
            }
            if (kind.echoesBytes()) {
                keepsWhatThePeerDoesNotRead(server.port());
            }

            assertThat(server.allocated()).isGreaterThan(allocated);
            assertThat(server.compiledNanos()).isPositive();
            assertThat(server.cpu()).isPositive();
            if (kind == ServerKind.NIO) {
                server.recorded();
                assertThat(RecordingFile.readAllEvents(directory.resolve("server.jfr")))
                        .isNotEmpty();
            }
        }
    }

    private static void echoes(ServerKind kind, int port, String path, int longest) throws IOException {
        try (FrameSocket socket = new FrameSocket(port, path, "")) {
            for (int opcode : List.of(TEXT, BINARY)) {
                byte[] small = "A knot for two ropes".getBytes(StandardCharsets.US_ASCII);
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                ByteArrayOutputStream answers = new ByteArrayOutputStream();
                for (int i = 0; i < PIPELINED; i++) {
                    many.write(FrameSocket.masked(opcode, small));
                    answers.write(answer(kind, opcode, small));
                }
                socket.send(many.toByteArray());
                assertThat(socket.read(answers.size())).isEqualTo(answers.toByteArray());

                byte[] large = "x".repeat(longest).getBytes(StandardCharsets.US_ASCII);
                sendAside(socket, FrameSocket.masked(opcode, large));
                assertThat(socket.message(opcode, kind.echoesBytes())).isEqualTo(large);
            }
        }
    }

    private static byte[] answer(ServerKind kind, int opcode, byte[] payload) throws IOException {
        return kind.echoesBytes() ? FrameSocket.masked(opcode, payload) : FrameSocket.plain(opcode, payload);
    }

    private static void agrees(ServerKind kind, int port) throws IOException {
        try (FrameSocket socket = new FrameSocket(port, EchoEndpoint.PATH, OFFER)) {
            assertThat(socket.head()).startsWith("HTTP/1.1 101");
            assertThat(socket.head().contains("permessage-deflate")).isEqualTo(kind.compresses());
        }
    }

    private static void broadcasts(ServerKind kind, int port) throws IOException {
        byte[] text = "All of you".repeat(100).getBytes(StandardCharsets.US_ASCII);
        byte[] delivery = answer(kind, TEXT, text);
        try (FrameSocket one = new FrameSocket(port, BroadcastEndpoint.PATH, "");
                FrameSocket other = new FrameSocket(port, BroadcastEndpoint.PATH, "")) {
            // Who has sent a message and got it back is known to the endpoint.
            one.send(FrameSocket.masked(TEXT, text));
            assertThat(one.read(delivery.length)).isEqualTo(delivery);
            other.send(FrameSocket.masked(TEXT, text));
            assertThat(other.read(delivery.length)).isEqualTo(delivery);
            assertThat(one.read(delivery.length)).isEqualTo(delivery);
        }
    }

    /** Four messages together, again and again: each gets all of them, in their order. */
    private static void takesALoadOfBroadcasts(ServerKind kind, int port) throws IOException {
        Workload workload = new Workload(
                "broadcast",
                "256 B text to a few, 4 in flight",
                Workload.Kind.BROADCAST,
                5,
                4,
                () -> Messages.ascii(256),
                BroadcastEndpoint.PATH,
                "",
                Workload.Needs.NOTHING);
        try (Load load = workload.open(new Destination(port, kind.echoesBytes()))) {
            long before = load.messages();
            load.drive(MOMENT);
            assertThat(load.messages()).isGreaterThan(before);
        }
    }

    private static void sendsToAllWhileOneDoesNotRead(int port) throws IOException {
        byte[] flood = flood();
        byte[] early = "With the handshake".getBytes(StandardCharsets.US_ASCII);
        try (FrameSocket one = new FrameSocket(port, BroadcastEndpoint.PATH, "")) {
            try (FrameSocket slow = new FrameSocket(port, BroadcastEndpoint.PATH, "", early)) {
                assertThat(one.read(early.length)).isEqualTo(early);
                CompletableFuture<Void> sent = sendAside(one, flood);
                assertThat(one.read(FLOOD_BYTES)).isEqualTo(flood);
                sent.join();
                assertThat(slow.read(early.length)).isEqualTo(early);
                assertThat(slow.read(FLOOD_BYTES)).isEqualTo(flood);
            }
            one.send(early);
            assertThat(one.read(early.length)).isEqualTo(early);
        }
    }

    private static byte[] flood() {
        byte[] flood = new byte[FLOOD_BYTES];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = (byte) (i * 31 >> 7);
        }
        return flood;
    }

    private static void keepsWhatThePeerDoesNotRead(int port) throws IOException {
        byte[] flood = flood();
        byte[] early = FrameSocket.masked(TEXT, "With the handshake".getBytes(StandardCharsets.US_ASCII));
        try (FrameSocket socket = new FrameSocket(port, "/", "", early)) {
            assertThat(socket.read(early.length)).isEqualTo(early);
            CompletableFuture<Void> sent = sendAside(socket, flood);
            assertThat(socket.read(FLOOD_BYTES)).isEqualTo(flood);
            sent.join();
        }
    }

    private static CompletableFuture<Void> sendAside(FrameSocket socket, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                socket.send(bytes);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }
}
