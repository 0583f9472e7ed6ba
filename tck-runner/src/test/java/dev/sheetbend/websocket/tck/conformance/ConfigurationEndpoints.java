package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of chapter 3 talk to. */
public final class ConfigurationEndpoints {
    /** The endpoint says which of them it has been found under; they are the examples of 3.1.1 below a prefix each. */
    static final List<String> PATHS = List.of(
            "/exact",
            "/slash/b/",
            "/one/a/{var}",
            "/three/a/{var}/c",
            "/three/a/b/c",
            "/three/a/{var1}/{var2}",
            "/two/{var1}/d",
            "/two/b/{var2}");

    private ConfigurationEndpoints() {}

    /** Deploys programmatic endpoints only. */
    public static final class Application implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            Stream<ServerEndpointConfig> plain = PATHS.stream()
                    .map(path -> ServerEndpointConfig.Builder.create(Place.class, path)
                            .build());
            Stream<ServerEndpointConfig> others = Stream.of(
                    ServerEndpointConfig.Builder.create(Coded.class, "/coded")
                            .encoders(List.of(PairEncoder.class))
                            .decoders(List.of(PairDecoder.class))
                            .build(),
                    ServerEndpointConfig.Builder.create(Place.class, "/subprotocols")
                            .subprotocols(List.of("first", "second"))
                            .build(),
                    ServerEndpointConfig.Builder.create(Place.class, "/custom")
                            .subprotocols(List.of("first", "second"))
                            .configurator(new Custom())
                            .build(),
                    ServerEndpointConfig.Builder.create(Place.class, "/shared")
                            .configurator(new Sharing())
                            .build(),
                    ServerEndpointConfig.Builder.create(Place.class, "/twice")
                            .configurator(new Twice())
                            .build());
            ServerEndpointConfig extensions = ServerEndpointConfig.Builder.create(Place.class, "/extensions")
                    .build();
            // The second one that is built in, but for this, is only there when it is asked for.
            extensions.getUserProperties().put("dev.sheetbend.websocket.noMasking", "always");
            return Stream.concat(Stream.concat(plain, others), Stream.of(extensions))
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return Set.of();
        }
    }

    /** Says where it is and how it came to be. */
    public static final class Place extends Endpoint {
        private final AtomicInteger opens = new AtomicInteger();

        /** What the configurator that made this instance wants to be said. */
        private volatile String made = "";

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            opens.incrementAndGet();
            String path = ((ServerEndpointConfig) config).getPath();
            session.addMessageHandler(String.class, question -> send(session, answer(session, path, question)));
        }

        private String answer(Session session, String path, String question) {
            return switch (question) {
                case "place" -> path + " " + new TreeMap<>(session.getPathParameters());
                case "subprotocol" -> session.getNegotiatedSubprotocol();
                case "opens" -> String.valueOf(opens.get());
                case "made" -> made;
                default -> String.valueOf(session.getUserProperties().get(question));
            };
        }
    }

    /** Answers to the second half of a pair. */
    public static final class Coded extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(Pair.class, pair -> {
                try {
                    session.getBasicRemote().sendObject(new Pair("answer", pair.right()));
                } catch (IOException | EncodeException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** Does everything in its own way: origin, subprotocol, header, user property. */
    public static final class Custom extends Configurator {
        @Override
        public boolean checkOrigin(String origin) {
            return "https://friend.example".equals(origin);
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return requested.isEmpty() ? "" : requested.get(requested.size() - 1);
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            response.getHeaders().put("X-Custom", List.of("yes"));
            // Would be seen by the next connection if the map were the endpoint's.
            config.getUserProperties().merge("visits", 1, (old, one) -> (Integer) old + (Integer) one);
        }
    }

    /** One instance for all connections. */
    public static final class Sharing extends Configurator {
        private final Place shared = new Place();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            shared.made = calls.incrementAndGet() + " calls";
            return type.cast(shared);
        }
    }

    /** Asks the platform for two instances. */
    public static final class Twice extends Configurator {
        @Override
        public <T> T getEndpointInstance(Class<T> type) throws InstantiationException {
            T first = super.getEndpointInstance(type);
            T second = super.getEndpointInstance(type);
            ((Place) second).made = first == second ? "one" : "two";
            return second;
        }
    }

    /** Two words. */
    public record Pair(String left, String right) {}

    /** From {@code left/right}. */
    public static final class PairDecoder implements Decoder.Text<Pair> {
        @Override
        public Pair decode(String text) throws DecodeException {
            String[] halves = text.split("/", -1);
            return new Pair(halves[0], halves[1]);
        }

        @Override
        public boolean willDecode(String text) {
            return text.contains("/");
        }
    }

    /** To {@code left/right}. */
    public static final class PairEncoder implements Encoder.Text<Pair> {
        @Override
        public String encode(Pair pair) {
            return pair.left() + "/" + pair.right();
        }
    }

    private static void send(Session session, String text) {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
