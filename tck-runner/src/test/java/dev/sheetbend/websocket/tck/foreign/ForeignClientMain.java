package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheetbend.websocket.tck.behaviour.Compressible;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of whichever implementation is on the class path, against our servers, with compression. */
public final class ForeignClientMain {
    private static final String DEFLATE = "permessage-deflate";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final int SECONDS = 20;
    private static final int RUN = 200;
    private static final int FEW = 10;
    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 1024, 65_535, 65_536, 65_537);
    private static final List<Integer> FEW_SIZES = List.of(0, 1, 126, 1024, 65_536);

    private final WebSocketContainer container;
    private final boolean isJetty;

    private ForeignClientMain(WebSocketContainer container) {
        this.container = container;
        this.isJetty = container.getClass().getName().startsWith("org.eclipse.jetty.");
    }

    /**
     * @param args the key store that has the certificate of the servers, then URIs of applications, such as
     *     {@code ws://127.0.0.1:80/tck}
     */
    public static void main(String[] args) throws Exception {
        // Each has a way of its own to be told what to trust; they all trust what the JVM does.
        System.setProperty("javax.net.ssl.trustStore", args[0]);
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        container.setDefaultMaxTextMessageBufferSize(1 << 20);
        container.setDefaultMaxBinaryMessageBufferSize(1 << 20);
        var client = new ForeignClientMain(container);
        for (String application : List.of(args).subList(1, args.length)) {
            // What was negotiated does not depend on TLS.
            List<Case> cases = application.startsWith("wss") ? client.cases().subList(0, 2) : client.cases();
            for (Case each : cases) {
                try {
                    client.run(URI.create(application + "/deflate/" + each.policy()), each);
                } catch (Exception | AssertionError e) {
                    new IllegalStateException(application + " " + each, e).printStackTrace();
                    System.exit(1);
                }
            }
        }
        System.out.println("done");
        // Whatever threads the implementation has.
        System.exit(0);
    }

    /**
     * One connection.
     *
     * @param policy of the server
     * @param offered parameters
     * @param answered what the answer must have
     * @param messages how many are sent beside those of every length
     */
    private record Case(String policy, String offered, List<String> answered, int messages) {}

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("default", "", List.of(), RUN));
        cases.add(new Case("both-15-15", "", List.of(), RUN));
        String none = "server_no_context_takeover; client_no_context_takeover";
        cases.add(new Case("both-15-15", "server_no_context_takeover", List.of("server_no_context_takeover"), FEW));
        cases.add(new Case("both-15-15", "client_no_context_takeover", List.of("client_no_context_takeover"), FEW));
        cases.add(new Case("both-15-15", none, List.of("server_no_context_takeover"), RUN));
        cases.add(new Case("none-15-15", "", List.of(none.split("; ")), RUN));
        cases.add(new Case("own-15-15", "", List.of("client_no_context_takeover"), FEW));
        cases.add(new Case("peer-15-15", "", List.of("server_no_context_takeover"), FEW));
        if (isJetty) {
            // Jetty's client does what it has offered, whatever the answer says.
            cases.removeIf(each -> each.answered().contains("client_no_context_takeover"));
        }
        for (int bits = 8; bits <= 15; bits++) {
            String parameter = "server_max_window_bits=" + bits;
            cases.add(new Case("both-15-15", parameter, List.of(parameter), FEW));
        }
        return cases;
    }

    private void run(URI uri, Case each) throws Exception {
        var endpoint = new Client();
        var headers = new Headers();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(headers)
                .extensions(List.of(extension(each.offered())))
                .build();
        try (Session session = container.connectToServer(endpoint, config, uri)) {
            String answer = headers.answer();
            List<String> parts = List.of(answer.split("; *"));
            check(parts.get(0).equals(DEFLATE) && parts.containsAll(each.answered()), "negotiated " + answer);
            List<Extension> negotiated = session.getNegotiatedExtensions();
            check(
                    negotiated.stream()
                            .anyMatch(extension -> extension.getName().equals(DEFLATE)),
                    "negotiated " + negotiated);
            exchange(session, endpoint, each.messages());
            session.getBasicRemote().sendText("!extensions");
            check(endpoint.next().equals(answer), "the server has negotiated something else than " + answer);
        }
        check(endpoint.errors.isEmpty(), endpoint.errors.toString());
    }

    private void exchange(Session session, Client endpoint, int messages) throws Exception {
        for (int size : messages == RUN ? SIZES : FEW_SIZES) {
            for (String text : List.of("x".repeat(size), Compressible.repeating(size))) {
                session.getBasicRemote().sendText(text);
                check(endpoint.next().equals(text), "text of " + size + " bytes");
            }
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            check(endpoint.next().equals(ByteBuffer.wrap(bytes)), "binary of " + size + " bytes");
        }
        for (int i = 0; i < messages; i++) {
            session.getBasicRemote().sendText(Compressible.json(i));
            if (i % FEW == 0) {
                session.getBasicRemote().sendPing(UTF_8.encode("ping"));
            }
        }
        for (int i = 0; i < messages; i++) {
            check(endpoint.next().equals(Compressible.json(i)), "message " + i);
        }
        session.getBasicRemote().sendText("one and ", false);
        session.getBasicRemote().sendText("", false);
        session.getBasicRemote().sendText("one and two", true);
        check(endpoint.next().equals("one and one and two"), "text in fragments");
        if (!isJetty) {
            // Jetty forgets the beginning of a message at a control frame within it.
            session.getBasicRemote().sendText("!text-fragments 5 p\u00e4rt and part ");
            check(endpoint.next().equals("p\u00e4rt and part ".repeat(5)), "fragments of the server");
        }
        session.getBasicRemote().sendText("!binary-fragments 50 " + "abc".repeat(500));
        check(endpoint.next().equals(UTF_8.encode("abc".repeat(25_000))), "fragments of the server");
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private static Extension extension(String parameters) {
        List<Extension.Parameter> all = Stream.of(parameters.split("; *"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .map(words -> (Extension.Parameter) new Parameter(words[0], words.length == 1 ? null : words[1]))
                .toList();
        return new Offer(DEFLATE, all);
    }

    /** Keeps the answer's extensions. */
    private static final class Headers extends ClientEndpointConfig.Configurator {
        private volatile Map<String, List<String>> headers = Map.of();

        @Override
        public void afterResponse(HandshakeResponse response) {
            headers = response.getHeaders();
        }

        String answer() {
            var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            return String.join(", ", sorted.getOrDefault(EXTENSIONS, List.of()));
        }
    }

    private record Offer(String getName, List<Extension.Parameter> getParameters) implements Extension {}

    private record Parameter(String getName, String getValue) implements Extension.Parameter {}

    /** Keeps what it is told. */
    private static final class Client extends Endpoint {
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Object> errors = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object message = messages.poll(SECONDS, TimeUnit.SECONDS);
            check(message != null, "no message came; " + errors);
            return message;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) messages::add);
            session.addMessageHandler(
                    byte[].class, (MessageHandler.Whole<byte[]>) bytes -> messages.add(ByteBuffer.wrap(bytes)));
        }

        @Override
        public void onError(Session session, Throwable error) {
            errors.add(error);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            if (reason.getCloseCode() != CloseReason.CloseCodes.NORMAL_CLOSURE) {
                errors.add(reason.getCloseCode() + " " + reason.getReasonPhrase());
            }
        }
    }
}
