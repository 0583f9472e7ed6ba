package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.container.Settings;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which threads run endpoints in each servlet container, by the property endpointThreads. */
@Timeout(120)
class EndpointThreadsTest {
    private static final CountDownLatch NOBODY = new CountDownLatch(0);

    private static TestCertificate certificate;

    private TestServer server;
    private ServletServerContainer container;
    private int port;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        certificate = new TestCertificate(directory);
    }

    @AfterEach
    void stop() throws Exception {
        if (container != null) {
            container.stop();
            server.stop();
        }
    }

    /** Sends back what it gets, and tells of its thread or sends much when asked to. */
    @ServerEndpoint("/threads")
    public static class ThreadsEndpoint {
        private static final int MESSAGES = 64;
        private static final int MESSAGE_SIZE = 256 * 1024;
        private static volatile CountDownLatch gate = NOBODY;
        private static final BlockingQueue<String> RESULTS = new LinkedBlockingQueue<>();

        /** For the container. */
        public ThreadsEndpoint() {}

        @OnMessage
        public String text(String text, Session session) throws IOException {
            return switch (text) {
                case "thread" -> describe(Thread.currentThread());
                case "much" -> sendMuch(session);
                case "block" -> pass(text);
                default -> text;
            };
        }

        @OnMessage
        public ByteBuffer binary(ByteBuffer bytes) {
            return bytes;
        }

        private static String pass(String text) {
            try {
                return gate.await(20, TimeUnit.SECONDS) ? text : "The gate stays closed";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }

        private static String describe(Thread thread) {
            boolean selects = false;
            for (StackTraceElement frame : thread.getStackTrace()) {
                selects |= frame.getClassName()
                        .matches(".*(ManagedSelector|AdaptiveExecutionStrategy|ReadLoop\\$Runner|nio.WorkerThread)");
            }
            return thread.getName() + " " + selects;
        }

        /** More than any socket takes from a peer that does not read. */
        private static String sendMuch(Session session) throws IOException {
            byte[] message = new byte[MESSAGE_SIZE];
            int sent = 0;
            try {
                while (sent < MESSAGES) {
                    message[0] = (byte) sent;
                    session.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
                    sent++;
                }
            } catch (IOException e) {
                RESULTS.add(sent + " " + e.getMessage());
            }
            return "done";
        }
    }

    /** Keeps what it gets, when it is told to. */
    private static final class Recorder extends Endpoint {
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        private final CountDownLatch reading = new CountDownLatch(1);

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::add);
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) this::add);
        }

        private void add(Object message) {
            try {
                reading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            messages.add(message);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }

        Object next() throws InterruptedException {
            reading.countDown();
            return messages.poll(20, TimeUnit.SECONDS);
        }
    }

    private Session connect(String name, String threads, boolean secure, Recorder recorder) throws Exception {
        server = switch (name) {
            case "Jetty" -> new JettyServer();
            case "Undertow" -> new UndertowServer();
            default -> new TomcatServer();
        };
        Map<String, String> properties = Map.of(
                SheetbendProperties.ENDPOINT_THREADS,
                threads,
                SheetbendProperties.TRANSPORT,
                name.equals("Tomcat's standard upgrade") ? "standard" : "native");
        container = new ServletServerContainer(Settings.of(properties::get));
        container.addEndpoint(ThreadsEndpoint.class);
        port = server.start(container.filter(), secure ? Optional.of(certificate) : Optional.empty());
        return another(secure, recorder);
    }

    private Session another(boolean secure, Recorder recorder) throws Exception {
        var builder = ClientEndpointConfig.Builder.create();
        if (secure) {
            builder.sslContext(certificate.context);
        }
        ClientEndpointConfig config = builder.build();
        config.getUserProperties().put(SheetbendProperties.ENDPOINT_THREADS, "pooled");
        URI uri = URI.create((secure ? "wss" : "ws") + "://localhost:" + port + "/app/threads");
        return container.connectToServer(recorder, config, uri);
    }

    @ParameterizedTest
    @CsvSource({
        "Jetty, false, io, sheetbend-handler-",
        "Jetty, true, io, qtp",
        "Tomcat, false, io, sheetbend-handler-",
        "Tomcat, true, io, sheetbend-handler-",
        "Jetty, false, adaptive, sheetbend-handler-",
        "Tomcat, false, adaptive, sheetbend-handler-",
        "Tomcat, true, adaptive, sheetbend-handler-",
        "Undertow, false, io, sheetbend-handler-",
        "Undertow, true, io, XNIO-",
        "Undertow, false, adaptive, sheetbend-handler-"
    })
    void anEndpointRunsOnTheThreadThatWatchesItsSocket(String name, boolean secure, String threads, String threadNames)
            throws Exception {
        var recorder = new Recorder();
        Session session = connect(name, threads, secure, recorder);

        // What comes right behind the handshake may be handled elsewhere.
        session.getBasicRemote().sendText("x");
        assertThat(recorder.next()).isEqualTo("x");
        String thread = "";
        for (int i = 0; i < 20 && !thread.endsWith("true"); i++) {
            session.getBasicRemote().sendText("thread");
            thread = (String) recorder.next();
        }
        assertThat(thread).startsWith(threadNames).endsWith(" true");
    }

    @ParameterizedTest
    @CsvSource({
        "Jetty, false, adaptive",
        "Jetty, true, adaptive",
        "Tomcat, false, adaptive",
        "Tomcat, true, adaptive",
        "Undertow, false, adaptive",
        "Undertow, true, adaptive",
        "Jetty, false, pooled",
        "Tomcat, false, pooled",
        "Undertow, false, pooled"
    })
    void handlersThatBlockKeepNoOtherSessionWaiting(String name, boolean secure, String threads) throws Exception {
        var gate = new CountDownLatch(1);
        ThreadsEndpoint.gate = gate;
        List<Recorder> blocked = new ArrayList<>();
        try {
            var recorder = new Recorder();
            Session session = connect(name, threads, secure, recorder);
            for (int i = 0; i < 30; i++) {
                var other = new Recorder();
                blocked.add(other);
                another(secure, other).getBasicRemote().sendText("block");
                session.getBasicRemote().sendText("message " + i);
                assertThat(recorder.next()).isEqualTo("message " + i);
            }
        } finally {
            gate.countDown();
            ThreadsEndpoint.gate = NOBODY;
        }
        for (Recorder each : blocked) {
            assertThat(each.next()).isEqualTo("block");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Jetty, false",
        "Jetty, true",
        "Tomcat, false",
        "Tomcat, true",
        "Tomcat's standard upgrade, false",
        "Undertow, false",
        "Undertow, true"
    })
    void aThousandMessagesAtOnceAreAllAnsweredInOrder(String name, boolean secure) throws Exception {
        var recorder = new Recorder();
        recorder.reading.countDown();
        Session session = connect(name, "io", secure, recorder);

        for (int i = 0; i < 1000; i++) {
            session.getAsyncRemote().sendText("message " + i);
            if (i % 100 == 0) {
                session.getBasicRemote().sendBinary(ByteBuffer.allocate(100_000));
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(recorder.next()).isEqualTo("message " + i);
            if (i % 100 == 0) {
                assertThat(((ByteBuffer) recorder.next()).remaining()).isEqualTo(100_000);
            }
        }
        session.close();
        assertThat(recorder.closed.get(20, TimeUnit.SECONDS).getCloseCode().getCode())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "Jetty, false",
        "Jetty, true",
        "Tomcat, false",
        "Tomcat, true",
        "Tomcat's standard upgrade, false",
        "Undertow, false",
        "Undertow, true"
    })
    void aBlockingSendThatTheSocketDoesNotTakeIsQueuedOrRefusedAndNothingIsLost(String name, boolean secure)
            throws Exception {
        var recorder = new Recorder();
        Session session = connect(name, "io", secure, recorder);
        session.getBasicRemote().sendText("x");
        session.getBasicRemote().sendText("much");

        // The recorder reads only when the endpoint has come to the end.
        String result = ThreadsEndpoint.RESULTS.poll(20, TimeUnit.SECONDS);
        assertThat(recorder.next()).isEqualTo("x");
        Object message = recorder.next();
        int received = 0;
        while (message instanceof ByteBuffer bytes) {
            assertThat(bytes.get(0)).isEqualTo((byte) received);
            assertThat(bytes.remaining()).isEqualTo(ThreadsEndpoint.MESSAGE_SIZE);
            received++;
            message = recorder.next();
        }
        assertThat(message).isEqualTo("done");
        assertThat(result).startsWith(received + " ").contains("send queue is full", "endpointThreads");
        session.getBasicRemote().sendText("again");
        assertThat(recorder.next()).isEqualTo("again");
    }

    @ParameterizedTest
    @CsvSource({"Jetty", "Tomcat", "Tomcat's standard upgrade", "Undertow"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void endpointsRunOnVirtualThreadsWhereTheyAreWanted(String name) throws Exception {
        var recorder = new Recorder();
        Session session = connect(name, "virtual", false, recorder);

        session.getBasicRemote().sendText("thread");
        assertThat(recorder.next()).asString().startsWith("sheetbend-virtual-");
        for (int i = 0; i < 1000; i++) {
            session.getAsyncRemote().sendText("message " + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(recorder.next()).isEqualTo("message " + i);
        }
    }
}
