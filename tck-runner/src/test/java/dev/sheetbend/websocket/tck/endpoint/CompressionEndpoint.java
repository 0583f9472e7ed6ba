package dev.sheetbend.websocket.tck.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;

/**
 * Sends messages back, whole, or in their parts at a path that ends so. Obeys a whole text that begins with an exclamation
 * mark. {@link CompressionPolicies} says where it is.
 */
public final class CompressionEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Journal.note(session, "open");
        if (((ServerEndpointConfig) config).getPath().endsWith("/partial")) {
            session.addMessageHandler(new TextParts(session));
            session.addMessageHandler(new BinaryParts(session));
        } else {
            session.addMessageHandler(new Text(session));
            session.addMessageHandler(new Binary(session));
        }
    }

    @Override
    public void onError(Session session, Throwable error) {
        Journal.note(session, "error " + error.getClass().getSimpleName());
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        Journal.note(session, "close " + reason.getCloseCode().getCode());
    }

    private static void obey(Session session, String text) throws IOException {
        RemoteEndpoint.Basic remote = session.getBasicRemote();
        String[] words = text.split(" ", 3);
        switch (words[0]) {
            case "!extensions" ->
                remote.sendText(session.getNegotiatedExtensions().stream()
                        .map(CompressionEndpoint::header)
                        .collect(Collectors.joining(", ")));
            case "!text-fragments" -> {
                int count = Integer.parseInt(words[1]);
                for (int i = 1; i <= count; i++) {
                    remote.sendText(words[2], i == count);
                    if (i < count) {
                        remote.sendPing(UTF_8.encode("between"));
                    }
                }
            }
            case "!binary-fragments" -> {
                int count = Integer.parseInt(words[1]);
                for (int i = 1; i <= count; i++) {
                    remote.sendBinary(UTF_8.encode(words[2]), i == count);
                }
            }
            default -> remote.sendText(text);
        }
    }

    /** An extension as it is in the header. */
    private static String header(Extension extension) {
        return extension.getName()
                + extension.getParameters().stream()
                        .map(parameter -> "; " + parameter.getName()
                                + (parameter.getValue() == null
                                                || parameter.getValue().isEmpty()
                                        ? ""
                                        : "=" + parameter.getValue()))
                        .collect(Collectors.joining());
    }

    private record Text(Session session) implements MessageHandler.Whole<String> {
        @Override
        public void onMessage(String text) {
            try {
                if (text.startsWith("!")) {
                    obey(session, text);
                } else {
                    session.getBasicRemote().sendText(text);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Binary(Session session) implements MessageHandler.Whole<ByteBuffer> {
        @Override
        public void onMessage(ByteBuffer bytes) {
            try {
                session.getBasicRemote().sendBinary(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record TextParts(Session session) implements MessageHandler.Partial<String> {
        @Override
        public void onMessage(String part, boolean last) {
            try {
                session.getBasicRemote().sendText(part, last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record BinaryParts(Session session) implements MessageHandler.Partial<ByteBuffer> {
        @Override
        public void onMessage(ByteBuffer part, boolean last) {
            try {
                session.getBasicRemote().sendBinary(part, last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
