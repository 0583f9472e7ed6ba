package dev.sheetbend.websocket.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.FrameStage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Broadcasts to sessions whose messages go through extensions, and to clients, which mask. */
class BroadcastExtensionsTest extends BroadcastHarness {
    private static final String ALONE = "permessage-deflate; server_no_context_takeover";
    private static final String WITH_CONTEXT = "permessage-deflate";
    private static final String TEXT = "What is said to all is worth to be said briefly. ".repeat(20);

    private final List<SessionHarness> clients = new ArrayList<>();

    @AfterEach
    void endClients() {
        for (SessionHarness client : clients) {
            client.close();
            soon().until(() -> client.sessionCount() == 0);
            soon().untilAsserted(() ->
                    assertThat(client.container.bufferPool().outstanding()).isZero());
        }
    }

    /** The texts of frames that have come, all of them unmasked and shorter than 64 KiB. */
    private static List<String> inflated(Receiver receiver, boolean contextTakeover) throws DataFormatException {
        var texts = new ArrayList<String>();
        var frames = ByteBuffer.wrap(receiver.transport().written());
        var inflater = new Inflater(true);
        while (frames.hasRemaining()) {
            int first = frames.get();
            int length = frames.get();
            byte[] payload = new byte[length == 126 ? frames.getShort() & 0xFFFF : length];
            frames.get(payload);
            if ((first & 0x40) == 0) {
                texts.add("plain:" + new String(payload, UTF_8));
                continue;
            }
            byte[] message = Arrays.copyOf(payload, payload.length + 4);
            message[payload.length + 2] = -1;
            message[payload.length + 3] = -1;
            inflater.setInput(message);
            byte[] text = new byte[4096];
            texts.add(new String(text, 0, inflater.inflate(text), UTF_8));
            if (!contextTakeover) {
                inflater.reset();
            }
        }
        inflater.end();
        return texts;
    }

    @Test
    void sessionsThatCompressEachMessageAloneShareOneCompression() throws Exception {
        open(1);
        Receiver one = connect(ALONE);
        Receiver other = connect(ALONE);
        Receiver small = connect(ALONE + "; server_max_window_bits=9");
        assertThat(SheetbendSession.broadcast(sessions(), TEXT)).isEqualTo(4);
        assertThat(other.transport().lastArray()).isSameAs(one.transport().lastArray());
        assertThat(small.transport().lastArray()).isNotSameAs(one.transport().lastArray());
        assertThat(received(receivers.get(0))).containsExactly("text:" + TEXT);
        for (Receiver compressing : List.of(one, other, small)) {
            assertThat(inflated(compressing, false)).containsExactly(TEXT);
            assertThat(compressing.transport().written()).hasSizeLessThan(TEXT.length() / 2);
        }
    }

    @Test
    void sessionsWithASendTimeoutShareAsWell() throws Exception {
        peer.with(SheetbendProperties.ASYNC_SEND_TIMEOUT, 600_000);
        open(2);
        Receiver one = connect(ALONE);
        Receiver other = connect(ALONE);
        other.session().getAsyncRemote().setSendTimeout(500_000);
        var report = new Report();
        assertThat(SheetbendSession.broadcast(sessions(), TEXT)).isEqualTo(4);
        assertThat(SheetbendSession.broadcast(sessions(), TEXT, report)).isEqualTo(4);
        assertThat(report.reached.get()).isEqualTo(4);
        assertThat(other.transport().lastArray()).isSameAs(one.transport().lastArray());
        assertThat(receivers.get(1).transport().lastArray()).isSameAs(peer.transport.lastArray());
        // Frames, and no segments of the pool.
        assertThat(one.transport().lastArray()).hasSizeLessThan(TEXT.length() / 2);
        assertThat(peer.transport.lastArray()).hasSize(4 + TEXT.length());
        assertThat(inflated(one, false)).containsExactly(TEXT, TEXT);
        assertThat(peer.received()).containsExactly("text:" + TEXT, "text:" + TEXT);
    }

    @Test
    void whatIsTooSmallToCompressIsSharedWithThoseWithoutExtensions() throws Exception {
        open(1);
        Receiver compressing = connect(ALONE);
        SheetbendSession.broadcast(sessions(), "small");
        assertThat(compressing.transport().lastArray()).isSameAs(peer.transport.lastArray());
        assertAllReceived("text:small");
    }

    @Test
    void sessionsWithContextTakeoverCompressByThemselves() throws Exception {
        open(1);
        Receiver one = connect(WITH_CONTEXT);
        one.session().getBasicRemote().sendText("said before: " + TEXT);
        Receiver other = connect(WITH_CONTEXT);
        SheetbendSession.broadcast(sessions(), TEXT);
        int afterOne = other.transport().written().length;
        SheetbendSession.broadcast(sessions(), TEXT);
        assertThat(inflated(one, true)).containsExactly("said before: " + TEXT, TEXT, TEXT);
        assertThat(inflated(other, true)).containsExactly(TEXT, TEXT);
        // It refers to the first one.
        assertThat(other.transport().written()).hasSizeLessThan(2 * afterOne);
        assertThat(received(receivers.get(0))).containsExactly("text:" + TEXT, "text:" + TEXT);
    }

    @Test
    void individualMessagesGoOnBeforeAndAfterSharedOnes() throws Exception {
        open(1);
        Receiver compressing = connect(ALONE);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            compressing.session().getBasicRemote().sendText(i + " mine " + TEXT);
            SheetbendSession.broadcast(sessions(), i + " ours " + TEXT);
            compressing.session().getBasicRemote().sendText("mine");
            expected.addAll(List.of(i + " mine " + TEXT, i + " ours " + TEXT, "plain:mine"));
        }
        assertThat(inflated(compressing, false)).isEqualTo(expected);
    }

    @Test
    void behindAMessageInPartsASessionCompressesByItself() throws Exception {
        open(1);
        Receiver compressing = connect(ALONE);
        compressing.session().getBasicRemote().sendText("part", false);
        SheetbendSession.broadcast(sessions(), TEXT);
        byte[] before = compressing.transport().written();
        compressing.session().getBasicRemote().sendText("", true);
        byte[] all = compressing.transport().written();
        byte[] shared = new byte[all.length - before.length];
        System.arraycopy(all, before.length, shared, 0, shared.length);
        // An empty last part, and the broadcast.
        assertThat(shared).hasSizeLessThan(TEXT.length() / 2).hasSizeGreaterThan(20);
        assertThat(received(receivers.get(0))).containsExactly("text:" + TEXT);
    }

    // Clients, and other extensions

    private SessionHarness client(ExtensionAgreement... agreements) throws Exception {
        var client = new SessionHarness();
        for (ExtensionAgreement agreement : agreements) {
            client.extensions = client.extensions.with(agreement);
            client.peerExtensions = client.peerExtensions.with(agreement);
        }
        clients.add(client);
        client.open(Role.CLIENT, endpoint);
        receivers.add(new Receiver(endpoint.session, client.transport));
        return client;
    }

    @Test
    void clientsMaskByThemselvesBesideServers() throws Exception {
        open(1);
        SessionHarness small = client();
        SessionHarness other = client();
        SheetbendSession.broadcast(sessions(), "for all");
        SheetbendSession.broadcast(sessions(), TEXT.repeat(10));
        for (SessionHarness each : List.of(peer, small, other)) {
            assertThat(each.received()).containsExactly("text:for all", "text:" + TEXT.repeat(10));
            assertThat(each.transport.written()[1] < 0).isEqualTo(each != peer);
        }
        assertThat(other.transport.lastArray()).isNotSameAs(peer.transport.lastArray());
    }

    @Test
    void anExtensionThatPromisesNothingIsAppliedForEachSession() throws Exception {
        open(1);
        var shift = new Shift();
        SessionHarness shifting = client(shift);
        SessionHarness other = client(shift);
        SheetbendSession.broadcast(sessions(), "HAL");
        assertThat(shifting.received()).containsExactly("text:HAL");
        assertThat(other.received()).containsExactly("text:HAL");
        assertThat(peer.received()).containsExactly("text:HAL");
        assertThat(shift.outboundMade).hasValue(2);
    }

    /** Puts each message into two frames, and does what a test wants meanwhile. */
    private static final class Halving implements ExtensionAgreement {
        final AtomicInteger outboundMade = new AtomicInteger();
        Runnable working = () -> {};
        Runnable closing = () -> {};

        @Override
        public ExtensionOffer answer() {
            return ExtensionOffer.of("x-halving");
        }

        @Override
        public Optional<Object> sharingKey() {
            return Optional.of("x-halving");
        }

        @Override
        public FrameStage outbound(FrameStage next, BufferSource buffers) {
            outboundMade.incrementAndGet();
            return new FrameStage() {
                private final DataFrame half = new DataFrame();
                private boolean text;

                @Override
                public void frame(DataFrame frame) {
                    text = frame.text();
                }

                @Override
                public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                    working.run();
                    int middle = length / 2;
                    next.frame(half.set(text, true, false, 0, middle));
                    next.payload(array, offset, middle, true);
                    next.frame(half.set(text, false, true, 0, length - middle));
                    next.payload(array, offset + middle, length - middle, true);
                }

                @Override
                public void close() {
                    closing.run();
                }
            };
        }
    }

    /** Asked of the message itself, because clients without masks need an extension that only handshakes make. */
    @Test
    void severalFramesThatAnExtensionMakesAreSharedInOne() throws Exception {
        open(1);
        var halving = new Halving();
        var stack = ExtensionStack.EMPTY.with(halving);
        SharedMessage message = SharedMessage.text("abcd");
        byte[] frames = message.frames(stack, peer.container.bufferPool()).orElseThrow();
        assertThat(frames).isEqualTo(new byte[] {0x01, 2, 'a', 'b', (byte) 0x80, 2, 'c', 'd'});
        assertThat(message.frames(ExtensionStack.EMPTY.with(halving), peer.container.bufferPool()))
                .containsSame(frames);
        assertThat(halving.outboundMade).hasValue(1);
    }

    @Test
    void anExtensionThatFailsIsLeftToEachSession() throws Exception {
        open(1);
        var halving = new Halving();
        halving.working = () -> {
            throw new IllegalStateException("A test's extension fails.");
        };
        halving.closing = halving.working;
        var stack = ExtensionStack.EMPTY.with(halving);
        SharedMessage message = SharedMessage.text("abcd");
        assertThat(message.frames(stack, peer.container.bufferPool())).isEmpty();
        assertThat(message.frames(stack, peer.container.bufferPool())).isEmpty();
        assertThat(halving.outboundMade).hasValue(1);
    }

    @Test
    void aSessionWhoseExtensionFailsEndsAndIsReported() throws Exception {
        open(1);
        var shift = new Shift();
        shift.sending = () -> {
            throw new IllegalStateException("A test's extension fails.");
        };
        client(shift);
        Session failing = endpoint.session;
        var report = new Report();
        SheetbendSession.broadcast(sessions(), "a", report);
        assertThat(report.reached.get()).isEqualTo(1);
        assertThat(report.failed).containsExactly(failing);
        endpoint.awaitEvents("close 1011");
        assertThat(peer.received()).containsExactly("text:a");
    }
}
