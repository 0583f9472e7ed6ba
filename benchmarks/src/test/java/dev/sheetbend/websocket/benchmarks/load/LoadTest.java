package dev.sheetbend.websocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the client makes of right and of wrong answers; nothing is asserted of how fast they are. */
class LoadTest {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final String DEFLATE = "permessage-deflate";

    @Test
    void rightAnswersAreCountedAndTimed() throws Exception {
        try (StubServer server = new StubServer("", StubServer::echo);
                Load load = text(8).open(new Destination(server.port(), false))) {
            load.drive(MOMENT);

            assertThat(load.messages()).isPositive();
            assertThat(load.latencies().getTotalCount()).isEqualTo(load.messages());
        }
    }

    @Test
    void whatWasOnItsWayBetweenTwoDrivesIsNotTimed() throws Exception {
        try (StubServer server = new StubServer("", StubServer::echo);
                Load load = text(8).open(new Destination(server.port(), false))) {
            load.drive(MOMENT);
            load.latencies().reset();
            long before = load.messages();
            load.drive(MOMENT);

            assertThat(load.latencies().getTotalCount()).isPositive().isLessThan(load.messages() - before);
        }
    }

    @Test
    void anAnswerMayComeInFragmentsWithAPingBetweenThem() throws Exception {
        assertThat(messages("", text(1), (first, payload, out) -> {
                    if (first == (Frames.FIN | Frames.CLOSE)) {
                        StubServer.echo(first, payload, out);
                        return;
                    }
                    StubServer.send(out, Frames.TEXT, Arrays.copyOf(payload, 10));
                    StubServer.send(out, Frames.FIN | Frames.PING, new byte[3]);
                    StubServer.send(out, Frames.CONTINUATION, Arrays.copyOfRange(payload, 10, payload.length));
                    StubServer.send(out, Frames.FIN | Frames.CONTINUATION, new byte[0]);
                }))
                .isPositive();
    }

    @Test
    void aMessageSentInFragmentsMayComeBackInOneFrame() throws Exception {
        ByteArrayOutputStream gathered = new ByteArrayOutputStream();
        Workload workload = echo(1, 1, () -> Messages.ascii(1000).inFragments(16), "");

        assertThat(messages("", workload, (first, payload, out) -> {
                    gathered.writeBytes(payload);
                    if ((first & Frames.FIN) != 0) {
                        int opcode = first == (Frames.FIN | Frames.CLOSE) ? Frames.CLOSE : Frames.TEXT;
                        StubServer.send(out, Frames.FIN | opcode, gathered.toByteArray());
                        gathered.reset();
                    }
                }))
                .isPositive();
    }

    @Test
    void aWrongByteIsTold() {
        assertThatThrownBy(() -> messages("", text(1), (first, payload, out) -> {
                    payload[17] ^= 1;
                    StubServer.echo(first, payload, out);
                }))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageStartingWith("Byte 17 of the answer to message 0 is 0x");
    }

    @Test
    void anAnswerToAnotherConnectionIsTold() {
        List<OutputStream> sessions = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> {
                    try (StubServer server = StubServer.telling(
                                    sessions::add,
                                    (first, payload, out) -> StubServer.echo(
                                            first,
                                            payload,
                                            sessions.get(0) == out ? sessions.get(1) : sessions.get(0)));
                            Load load = text(1).open(new Destination(server.port(), false))) {
                        load.drive(MOMENT);
                    }
                })
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("of the answer to message 0 is 0x");
    }

    @Test
    void aConnectionMayBeginWithAnyMessage() throws Exception {
        Traffic traffic = Traffic.of(Messages.ascii(64), Agreement.NONE);
        EchoedBytes answers = new EchoedBytes(traffic, traffic.count() - 1);

        answers.read(traffic.wire().position(traffic.wireStart(traffic.count() - 1)));
        answers.read(traffic.wire().limit(traffic.wireEnd(0)));

        assertThat(answers.messages()).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsTooShortIsTold() {
        assertThatThrownBy(() -> messages(
                        "", text(1), (first, payload, out) -> StubServer.echo(first, Arrays.copyOf(payload, 60), out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The answer to message 0 is 4 bytes shorter than it");
    }

    @Test
    void anAnswerThatIsTooLongIsTold() {
        assertThatThrownBy(() -> messages(
                        "", text(1), (first, payload, out) -> StubServer.echo(first, Arrays.copyOf(payload, 65), out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The answer to message 0 is longer than it");
    }

    @Test
    void anAnswerThatNobodyAskedForIsTold() {
        // No cycle is so short that the second answer would be the right one to the next message.
        assertThatThrownBy(() -> messages("", text(1), (first, payload, out) -> {
                    StubServer.echo(first, payload, out);
                    StubServer.echo(first, payload, out);
                }))
                .isInstanceOf(WrongAnswerException.class);
    }

    @Test
    void bytesInsteadOfATextAreTold() {
        assertThatThrownBy(() -> messages(
                        "",
                        text(1),
                        (first, payload, out) -> StubServer.echo(Frames.FIN | Frames.BINARY, payload, out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("A frame that begins with 0x82 has another opcode than 1");
    }

    @Test
    void reservedBitsThatNobodyAgreedUponAreTold() {
        assertThatThrownBy(() -> messages(
                        "", text(1), (first, payload, out) -> StubServer.echo(first | Frames.RSV1, payload, out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("reserved bits");
    }

    @Test
    void anImpossibleLengthIsTold() {
        byte[] longest = new byte[Long.BYTES];
        Arrays.fill(longest, (byte) 0xFF);

        assertThatThrownBy(() -> messages("", text(1), (first, payload, out) -> {
                    out.write(new byte[] {(byte) (Frames.FIN | Frames.TEXT), Frames.EIGHT_MORE});
                    out.write(longest);
                }))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("A frame has a length of more than 63 bits");
    }

    @Test
    void aServerThatClosesIsTold() {
        assertThatThrownBy(() -> messages(
                        "",
                        text(1),
                        (first, payload, out) -> StubServer.echo(Frames.FIN | Frames.CLOSE, new byte[0], out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The server closed a connection");
    }

    @Test
    void compressedAnswersAreInflatedAndCompared() throws Exception {
        Workload workload = echo(2, 1, () -> Messages.json(1024), DEFLATE);

        assertThat(messages(DEFLATE, workload, StubServer::echo)).isPositive();
        assertThatThrownBy(() -> messages(DEFLATE, workload, (first, payload, out) -> {
                    payload[payload.length / 2] ^= 0x10;
                    StubServer.echo(first, payload, out);
                }))
                .isInstanceOf(WrongAnswerException.class);
    }

    @Test
    void anAnswerThatIsNotCompressedIsTold() {
        Workload workload = echo(2, 1, () -> Messages.json(1024), DEFLATE);
        byte[] plain = workload.messages().get().payloads().get(0);

        assertThatThrownBy(() -> messages(
                        DEFLATE, workload, (first, payload, out) -> StubServer.echo(first & ~Frames.RSV1, plain, out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The answer to message 0 is not compressed");
    }

    @Test
    void theBytesOfAnswersAreCounted() throws Exception {
        try (StubServer server = new StubServer(DEFLATE, StubServer::echo);
                Load load =
                        echo(1, 1, () -> Messages.json(1024), DEFLATE).open(new Destination(server.port(), false))) {
            load.drive(MOMENT);

            assertThat(load.agreement()).isEqualTo(DEFLATE);
            assertThat(load.received()).isBetween(load.messages(), 1024 * load.messages());
        }
    }

    @Test
    void aServerThatDeclinesToCompressIsNotMeasured() {
        assertThatThrownBy(() -> messages("", echo(2, 1, () -> Messages.json(1024), DEFLATE), StubServer::echo))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The server declined to compress");
    }

    @Test
    void anEchoOfBytesIsComparedWithItsMasks() throws Exception {
        Workload workload = echo(2, 4, () -> Messages.ascii(64), "");
        Traffic traffic = Traffic.of(workload.messages().get(), Agreement.NONE);
        EchoedBytes answers = new EchoedBytes(traffic, 0);

        answers.read(traffic.wire());
        answers.read(traffic.wire().limit(traffic.wireEnd(0) - 1));

        assertThat(answers.messages()).isEqualTo(traffic.count());
        assertThatThrownBy(() -> answers.read(traffic.wire().limit(1)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageStartingWith("Byte 69 of message 256 came back as 0x81");
    }

    @Test
    void aServerWithoutTheEndpointIsToldFromOneThatFails() throws Exception {
        try (StubServer server = StubServer.refusing()) {
            assertThatThrownBy(() -> text(1).open(new Destination(server.port(), false)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("404 Not Found");
        }
    }

    @Test
    void aBroadcastBeginsWhenAllSessionsAreThere() throws Exception {
        // The third session opens when the first message has already gone out.
        int audience = 3;
        AtomicInteger calls = new AtomicInteger();
        List<OutputStream> sessions = new CopyOnWriteArrayList<>();
        StubServer.Handler handler = (first, payload, out) -> {
            if ((first & Frames.CONTROL) != 0) {
                StubServer.echo(first, payload, out);
                return;
            }
            int known = calls.incrementAndGet() == 1 ? audience - 1 : audience;
            for (OutputStream session : sessions.subList(0, known)) {
                StubServer.echo(first, payload, session);
            }
        };
        try (StubServer server = StubServer.telling(sessions::add, handler);
                Load load = workload(Workload.Kind.BROADCAST, audience, 1, () -> Messages.ascii(256), "")
                        .open(new Destination(server.port(), false))) {
            long before = load.messages();
            load.drive(MOMENT);

            assertThat(before).isEqualTo(2 * audience - 1);
            assertThat(load.messages()).isGreaterThan(before);
        }
    }

    @Test
    void theNextMessagesOfABroadcastGoOutTogetherWhenAllHaveThoseBefore() throws Exception {
        // Nobody gets any of the four messages before all of them are there.
        int audience = 3;
        int depth = 4;
        int deliveries = audience * depth;
        AtomicInteger calls = new AtomicInteger();
        List<byte[]> together = new ArrayList<>();
        List<OutputStream> sessions = new CopyOnWriteArrayList<>();
        StubServer.Handler handler = (first, payload, out) -> {
            if ((first & Frames.CONTROL) != 0) {
                StubServer.echo(first, payload, out);
                return;
            }
            together.add(payload);
            if (calls.incrementAndGet() > 1 && together.size() < depth) {
                return;
            }
            for (OutputStream session : sessions) {
                for (byte[] message : together) {
                    StubServer.echo(first, message, session);
                }
            }
            together.clear();
        };
        try (StubServer server = StubServer.telling(sessions::add, handler)) {
            Load load = workload(Workload.Kind.BROADCAST, audience, depth, () -> Messages.ascii(256), "")
                    .open(new Destination(server.port(), false));
            long before = load.messages();
            try (load) {
                load.drive(MOMENT);
            }

            assertThat(before).isEqualTo(audience);
            assertThat(load.messages() - before).isPositive();
            assertThat((load.messages() - before) % deliveries).isZero();
            assertThat(load.latencies().getTotalCount()).isEqualTo(load.messages());
        }
    }

    @Test
    void aMessageOfABroadcastThatOneDoesNotGetIsTold() throws Exception {
        List<OutputStream> sessions = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        StubServer.Handler handler = (first, payload, out) -> {
            boolean missed = calls.incrementAndGet() == 3;
            for (OutputStream session : missed ? sessions.subList(0, 2) : sessions) {
                StubServer.echo(first, payload, session);
            }
        };
        try (StubServer server = StubServer.telling(sessions::add, handler)) {
            BroadcastLoad load = new BroadcastLoad(
                    new Destination(server.port(), false),
                    workload(Workload.Kind.BROADCAST, 3, 4, () -> Messages.ascii(256), ""));
            try {
                assertThatThrownBy(() -> load.drive(MOMENT))
                        .isInstanceOf(WrongAnswerException.class)
                        .hasMessageContaining("of the answer to message 1 is 0x");
            } finally {
                // The one that is missing would be waited for.
                load.abort();
            }
        }
    }

    @Test
    void connectionsAreCountedWhenTheirClosingHandshakeIsDone() throws Exception {
        Workload workload = workload(Workload.Kind.CONNECT, 2, 1, () -> Messages.ascii(64), "");

        assertThat(messages("", workload, StubServer::echo)).isPositive();
        assertThatThrownBy(() -> messages(
                        "",
                        workload,
                        (first, payload, out) -> StubServer.echo(first, new byte[] {0x03, (byte) 0xF3}, out)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("The answer to a Close frame begins with 0x88 and has status 1011");
    }

    private static long messages(String extensions, Workload workload, StubServer.Handler handler) throws IOException {
        try (StubServer server = new StubServer(extensions, handler);
                Load load = workload.open(new Destination(server.port(), false))) {
            load.drive(MOMENT);
            return load.messages();
        }
    }

    private static Workload text(int depth) {
        return echo(2, depth, () -> Messages.ascii(64), "");
    }

    private static Workload echo(int connections, int depth, Supplier<Messages> messages, String offer) {
        return workload(Workload.Kind.ECHO, connections, depth, messages, offer);
    }

    private static Workload workload(
            Workload.Kind kind, int connections, int depth, Supplier<Messages> messages, String offer) {
        return new Workload(
                "test", "a test", kind, connections, depth, messages, "/echo", offer, Workload.Needs.NOTHING);
    }
}
