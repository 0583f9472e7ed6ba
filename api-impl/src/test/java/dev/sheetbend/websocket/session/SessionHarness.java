package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ConnectionSink;
import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.connection.ReadHalf;
import dev.sheetbend.websocket.connection.WriteHalf;
import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A container with one connection in memory; the test is the client, or, for a client endpoint, the server. */
final class SessionHarness implements AutoCloseable {
    private static final String PATH = "/harness";

    final Map<String, String> settings = new HashMap<>();
    final FakeTransport transport = new FakeTransport();
    ServerEndpointContainer container;
    /** Of a client endpoint's connection. */
    ExtensionStack extensions = ExtensionStack.EMPTY;
    /** The same, as the other end has it. */
    ExtensionStack peerExtensions = ExtensionStack.EMPTY;

    private Role role = Role.SERVER;
    private WriteHalf remote = new WriteHalf(true, () -> 0x12345678);
    private final EndpointSessions clientSessions = new EndpointSessions();

    /** Done to the container before anything else. */
    Consumer<ServerEndpointContainer> preparation = prepared -> {};

    private ServerEndpointContainer newContainer() {
        var made = new ServerEndpointContainer(Settings.of(settings::get));
        preparation.accept(made);
        return made;
    }

    SessionHarness with(String property, Object value) {
        settings.put(property, value.toString());
        return this;
    }

    /** Deploys the class and opens a connection to it. */
    SessionHarness open(Class<?> endpointClass, String path) throws Exception {
        container = newContainer();
        container.addEndpoint(endpointClass);
        return connect(path);
    }

    /** Opens a connection to this instance, in the given role, with these classes to encode and decode. */
    final SessionHarness open(Role asRole, RecordingEndpoint endpoint, Class<?>... coders) throws Exception {
        List<Class<? extends Encoder>> encoders = select(Encoder.class, coders);
        List<Class<? extends Decoder>> decoders = select(Decoder.class, coders);
        if (asRole == Role.CLIENT) {
            container = newContainer();
            role = Role.CLIENT;
            remote = new WriteHalf(false, () -> 0);
            openClient(endpoint, transport, encoders, decoders);
            return this;
        }
        deploy(ServerEndpointConfig.Builder.create(endpoint.getClass(), PATH)
                .encoders(encoders)
                .decoders(decoders)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> endpointClass) {
                        return endpointClass.cast(endpoint);
                    }
                })
                .build());
        return connect(PATH);
    }

    /** Only deploys. */
    void deploy(ServerEndpointConfig config) throws Exception {
        container = newContainer();
        container.addEndpoint(config);
    }

    private static <T> List<Class<? extends T>> select(Class<T> kind, Class<?>... coders) {
        var selected = new ArrayList<Class<? extends T>>();
        for (Class<?> coder : coders) {
            if (kind.isAssignableFrom(coder)) {
                selected.add(coder.asSubclass(kind));
            }
        }
        return selected;
    }

    private void openClient(
            RecordingEndpoint endpoint,
            FakeTransport over,
            List<Class<? extends Encoder>> encoders,
            List<Class<? extends Decoder>> decoders)
            throws Exception {
        var config = ClientEndpointConfig.Builder.create()
                .encoders(encoders)
                .decoders(decoders)
                .build();
        EndpointModel model = EndpointModel.clientInstance(endpoint.getClass(), config);
        var binding = new EndpointBinding(
                model,
                endpoint,
                config,
                config,
                model.coders().open(config, Instances.plain()),
                getClass().getClassLoader(),
                clientSessions,
                Instances.plain());
        var facts = new HandshakeFacts("ws://localhost" + PATH, null, Map.of(), Map.of(), null, false, "", extensions);
        new WebSocketSession(
                        Role.CLIENT,
                        over,
                        container.runtime(),
                        container.sessionSettings(Map.of()),
                        binding,
                        facts,
                        Map.of())
                .start();
    }

    /** How many connections have not ended. */
    long sessionCount() {
        return container.sessionCount() + clientSessions.size();
    }

    /** How many tasks wait with the container's timer. */
    int scheduledTasks() {
        return ((ScheduledThreadPoolExecutor) container.timer()).getQueue().size();
    }

    /** In how many nanoseconds the timer runs a task. */
    long nanosToNextTask() {
        var next = (Delayed)
                ((ScheduledThreadPoolExecutor) container.timer()).getQueue().peek();
        return next == null ? Long.MAX_VALUE : next.getDelay(TimeUnit.NANOSECONDS);
    }

    private SessionHarness connect(String path) {
        connect(path, transport);
        return this;
    }

    void connect(String path, Transport over, String... extensionOffers) {
        UpgradeAnswer answer = container.answer(path, request(path, extensionOffers));
        ((UpgradeAnswer.Accepted) answer).acceptor().accept(over);
    }

    /** With these lines of {@code Sec-WebSocket-Extensions}. */
    static OpeningRequest request(String path, String... extensionOffers) {
        var headers = new HashMap<>(Map.of(
                "Host", List.of("localhost"),
                "Upgrade", List.of("websocket"),
                "Connection", List.of("Upgrade"),
                "Sec-WebSocket-Version", List.of("13"),
                "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ==")));
        if (extensionOffers.length > 0) {
            headers.put("Sec-WebSocket-Extensions", List.of(extensionOffers));
        }
        var facts = new OpeningRequest.ConnectionFacts(
                "127.0.0.1", "localhost", 1, "127.0.0.1", "localhost", 2, Locale.ROOT, List.of());
        return new OpeningRequest(
                "GET",
                "HTTP/1.1",
                headers,
                URI.create("ws://localhost" + path),
                null,
                Map.of(),
                null,
                null,
                role -> false,
                false,
                false,
                Login.NONE,
                () -> facts);
    }

    /** The bytes of several frames, as the other end sends them. */
    final class Frames {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Frames text(String text, boolean last) {
            return data(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8), last);
        }

        Frames text(String text) {
            return text(text, true);
        }

        Frames binary(byte[] payload, boolean last) {
            return data(Opcode.BINARY, payload, last);
        }

        private Frames data(Opcode kind, byte[] payload, boolean last) {
            byte[] frame = new byte[FrameEncoder.MAX_HEADER + payload.length];
            System.arraycopy(payload, 0, frame, FrameEncoder.MAX_HEADER, payload.length);
            int start = remote.frameInPlace(kind, last, 0, frame, FrameEncoder.MAX_HEADER, payload.length);
            bytes.write(frame, start, frame.length - start);
            return this;
        }

        Frames ping(String payload) {
            byte[] data = payload.getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
            bytes.write(frame, 0, remote.ping(data, 0, data.length, frame, 0));
            return this;
        }

        Frames pong(String payload) {
            byte[] data = payload.getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
            bytes.write(frame, 0, remote.pong(data, 0, data.length, frame, 0));
            return this;
        }

        Frames close(int code, String reason) {
            byte[] frame = new byte[FrameEncoder.MAX_CONTROL_FRAME];
            bytes.write(frame, 0, remote.close(code, reason, frame, 0));
            return this;
        }

        Frames hex(String hex) {
            bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
            return this;
        }

        void send() {
            transport.deliver(bytes.toByteArray());
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    Frames frames() {
        return new Frames();
    }

    /**
     * What the session has sent, one entry a message or control frame, such as {@code text:hello} and {@code
     * close:1000}.
     */
    List<String> received() {
        return received(transport);
    }

    /** The same of another connection. */
    List<String> received(FakeTransport over) {
        var events = new ArrayList<String>();
        var pool = new BufferPool(0);
        var sink = new ConnectionSink() {
            @Override
            public MessageSink textSink() {
                return new MessageSink.WholeText() {
                    @Override
                    public long maxMessageSize() {
                        return Long.MAX_VALUE;
                    }

                    @Override
                    public void message(String text) {
                        events.add("text:" + text);
                    }
                };
            }

            @Override
            public MessageSink binarySink() {
                return new MessageSink.WholeBinary() {
                    @Override
                    public long maxMessageSize() {
                        return Long.MAX_VALUE;
                    }

                    @Override
                    public void message(byte[] bytes) {
                        events.add("binary:" + new String(bytes, StandardCharsets.UTF_8));
                    }
                };
            }

            @Override
            public void ping(byte[] array, int offset, int length) {
                events.add("ping:" + new String(array, offset, length, StandardCharsets.UTF_8));
            }

            @Override
            public void pong(byte[] array, int offset, int length) {
                events.add("pong:" + new String(array, offset, length, StandardCharsets.UTF_8));
            }

            @Override
            public void close(int code, String reason) {
                events.add("close:" + code + (reason.isEmpty() ? "" : ":" + reason));
            }
        };
        var reader = new ReadHalf(role == Role.SERVER ? Role.CLIENT : Role.SERVER, peerExtensions, pool, sink);
        byte[] bytes = over.written();
        reader.receive(bytes, 0, bytes.length);
        reader.release();
        return events;
    }

    @Override
    public void close() {
        transport.end(null);
        container.stop();
        transport.shutDown();
    }
}
