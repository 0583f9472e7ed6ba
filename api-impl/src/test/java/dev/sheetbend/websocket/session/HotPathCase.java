package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.frame.Wire;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/** One way in which messages come and go: an endpoint that answers each message, and the bytes of one read. */
enum HotPathCase {
    TEXT_RETURNED(Returning.class, 1, text()),
    TEXT_RETURNED_BATCH(Returning.class, 16, text()),
    TEXT_SENT_ASYNC(Async.class, 1, text()),
    TEXT_SENT_ASYNC_BATCH(Async.class, 16, text()),
    TEXT_SENT_BLOCKING(Blocking.class, 1, text()),
    TEXT_SENT_BLOCKING_BATCH(Blocking.class, 16, text()),
    BINARY_RETURNED(Returning.class, 1, Wire.masked(0x82, new byte[1024])),
    BINARY_RETURNED_BATCH(Returning.class, 4, Wire.masked(0x82, new byte[1024])),
    BUFFER_RETURNED_BATCH(ReturningBuffer.class, 4, Wire.masked(0x82, new byte[1024])),
    HANDLER_BATCH(Programmatic.class, 16, text()),
    PARTIAL_BATCH(Partial.class, 16, text()),
    FOUR_BYTE_CHARACTERS_BATCH(
            Returning.class, 16, Wire.masked(0x81, "\uD83D\uDE00".repeat(16).getBytes(StandardCharsets.UTF_8))),
    COMPRESSED_JSON(Returning.class, 1, compressed()),
    COMPRESSED_JSON_BATCH(Returning.class, 4, compressed()),
    PING(Returning.class, 1, Wire.masked(0x89, new byte[8])),
    FRAGMENTS(Returning.class, 1, fragments());

    /** What is gathered leaves at the end of the batch and not before, however slow the machine is. */
    static final Map<String, String> SETTINGS = Map.of(SheetbendProperties.COALESCE_DELAY, "3600000");

    private static final String PATH = "/hot";
    private static final int TEXT_BYTES = 64;

    final Class<?> endpoint;
    /** How many messages one read brings. */
    final int messages;
    /** The bytes of one read, a character each. */
    private final String read;

    HotPathCase(Class<?> endpoint, int messages, byte[] message) {
        this.endpoint = endpoint;
        this.messages = messages;
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            bytes.writeBytes(message);
        }
        this.read = bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Frames of the peer, masked; an array for the caller. */
    byte[] read() {
        return read.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Deploys the endpoint and opens a connection to it. */
    void connect(ServerEndpointContainer container, Transport transport) throws DeploymentException {
        deploy(container);
        open(container, transport);
    }

    void deploy(ServerEndpointContainer container) throws DeploymentException {
        if (Endpoint.class.isAssignableFrom(endpoint)) {
            container.addEndpoint(
                    ServerEndpointConfig.Builder.create(endpoint, PATH).build());
        } else {
            container.addEndpoint(endpoint);
        }
    }

    /** Opens a connection to the endpoint, which has been deployed. */
    void open(ServerEndpointContainer container, Transport transport) {
        List<String> offers = name().startsWith("COMPRESSED") ? List.of("permessage-deflate") : List.of();
        UpgradeAnswer answer = container.answer(PATH, SessionHarness.request(PATH, offers.toArray(String[]::new)));
        ((UpgradeAnswer.Accepted) answer).acceptor().accept(transport);
    }

    private static byte[] text() {
        return Wire.masked(0x81, "x".repeat(TEXT_BYTES).getBytes(StandardCharsets.UTF_8));
    }

    /** 16 KiB in 16 frames. */
    private static byte[] fragments() {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 16; i++) {
            int opcode = i == 0 ? 0x02 : 0x00;
            bytes.writeBytes(Wire.masked(i == 15 ? opcode | 0x80 : opcode, new byte[1024]));
        }
        return bytes.toByteArray();
    }

    /** About 1 KiB of JSON, deflated for itself (RFC 7692, 7.2.1). */
    private static byte[] compressed() {
        var json = new StringBuilder("[");
        for (int i = 0; json.length() < 1000; i++) {
            json.append("{\"id\":")
                    .append(i * 7919)
                    .append(",\"price\":")
                    .append(i * 31 % 101)
                    .append(".5},");
        }
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(json.append("null]").toString().getBytes(StandardCharsets.UTF_8));
        byte[] message = new byte[2048];
        int length = deflater.deflate(message, 0, message.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        return Wire.masked(0xC1, Arrays.copyOf(message, length));
    }

    // The endpoints

    /** Returns what comes. */
    @ServerEndpoint(PATH)
    public static final class Returning {
        @OnMessage
        public String text(String text) {
            return text;
        }

        @OnMessage
        public byte[] binary(byte[] bytes) {
            return bytes;
        }
    }

    /** Returns what comes as a buffer. */
    @ServerEndpoint(PATH)
    public static final class ReturningBuffer {
        @OnMessage
        public ByteBuffer binary(ByteBuffer bytes) {
            return bytes;
        }
    }

    /** Waits for nothing. */
    @ServerEndpoint(PATH)
    public static final class Async {
        @OnMessage
        public void text(Session session, String text) {
            session.getAsyncRemote().sendText(text);
        }
    }

    /** Waits until its answer has left. */
    @ServerEndpoint(PATH)
    public static final class Blocking {
        @OnMessage
        public void text(Session session, String text) throws IOException {
            session.getBasicRemote().sendText(text);
        }
    }

    /** Answers each part with a part. */
    @ServerEndpoint(PATH)
    public static final class Partial {
        @OnMessage
        public void text(Session session, String text, boolean last) throws IOException {
            session.getBasicRemote().sendText(text, last);
        }
    }

    /** Without annotations. */
    public static final class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(new Handler(session));
        }

        private record Handler(Session session) implements MessageHandler.Whole<String> {
            @Override
            public void onMessage(String text) {
                session.getAsyncRemote().sendText(text);
            }
        }
    }
}
