package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.client.Dialogue.Deadline;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.extension.UnacceptableExtensionException;
import dev.sheetbend.websocket.handshake.AnswerHead;
import dev.sheetbend.websocket.handshake.ClientHandshake;
import dev.sheetbend.websocket.handshake.WebSocketUri;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes one connection up to the answer to its opening handshake, on the calling thread. */
final class Dialler {
    private final WebSocketUri uri;
    private final Settings settings;
    private final Optional<SSLContext> tls;
    private final EventLoop loop;
    private final BufferPool pool;
    private final HostLookup lookup;

    /**
     * @param settings with the endpoint's own properties
     * @param tls for {@code wss}; empty for the platform's default
     */
    Dialler(
            WebSocketUri uri,
            Settings settings,
            Optional<SSLContext> tls,
            EventLoop loop,
            BufferPool pool,
            HostLookup lookup) {
        this.uri = uri;
        this.settings = settings;
        this.tls = tls;
        this.loop = loop;
        this.pool = pool;
        this.lookup = lookup;
    }

    /** Judges the extensions of an answer. */
    interface Confirmation {
        /**
         * What the connection has.
         *
         * @param accepted what the answer names, each by a name that was offered
         * @throws UnacceptableExtensionException when the connection must be failed
         */
        ExtensionStack confirm(List<ExtensionOffer> accepted) throws UnacceptableExtensionException;
    }

    /**
     * Connects and shakes hands.
     *
     * @param extensions is asked when the rest of the answer is right
     * @throws HandshakeException when the server's answer is not the right one
     * @throws IOException when there is no connection, no answer, or not in time
     */
    Switched dial(ClientHandshake.Request request, Confirmation extensions) throws IOException, HandshakeException {
        Dialogue dialogue = connect();
        Optional<Wire> wire = Optional.empty();
        boolean switched = false;
        try {
            long millis = settings.handshakeTimeoutMillis();
            Deadline deadline =
                    Deadline.in(millis, "The server did not complete the opening handshake within " + millis + " ms.");
            wire = Optional.of(wire(dialogue, deadline));
            Switched result = exchange(request, extensions, wire.get(), dialogue, deadline);
            switched = true;
            return result;
        } finally {
            if (!switched) {
                dialogue.close();
                wire.ifPresent(Wire::releaseInput);
                wire.ifPresent(Wire::releaseOutput);
            }
        }
    }

    /**
     * Tries the addresses of the host in the resolver's order; each has its share of the time that is left. To find them
     * counts as connecting.
     */
    private Dialogue connect() throws IOException {
        long millis = settings.connectTimeoutMillis();
        Deadline deadline = Deadline.in(millis, "No connection to " + uri.hostHeader() + " within " + millis + " ms.");
        InetAddress[] addresses = lookup.addresses(uri, deadline);
        IOException failure = new IOException("The host " + uri.host() + " has no address.");
        for (int i = 0; i < addresses.length; i++) {
            try {
                var address = new InetSocketAddress(addresses[i], uri.port());
                return Dialogue.connect(open(), address, loop, deadline.share(addresses.length - i));
            } catch (IOException e) {
                if (i > 0) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw failure;
    }

    private static SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Wire wire(Dialogue dialogue, Deadline deadline) throws IOException {
        var socket = new SocketWire(dialogue.channel());
        return uri.secure() ? secured(socket, dialogue, deadline) : socket;
    }

    private Wire secured(SocketWire socket, Dialogue dialogue, Deadline deadline) throws IOException {
        var wire = new TlsWire(socket, engine(), pool);
        boolean through = false;
        try {
            wire.begin();
            for (int wanted = wire.handshake(); wanted != 0; wanted = wire.handshake()) {
                dialogue.await(wanted, deadline);
            }
            through = true;
            return wire;
        } finally {
            if (!through) {
                wire.releaseInput();
                wire.releaseOutput();
            }
        }
    }

    private SSLEngine engine() throws IOException {
        SSLEngine engine = context().createSSLEngine(uri.address(), uri.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // RFC 2818: the certificate must be this host's.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(serverNames());
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 6066, 3: a name without its trailing dot; neither an IPv4 nor an IPv6 address. */
    private List<SNIServerName> serverNames() {
        String host = uri.host();
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return uri.isAddress() ? List.of() : List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {
            // A host that a resolver may know, but that is no host name by the rules, such as one with an underscore.
            return List.of();
        }
    }

    private SSLContext context() throws IOException {
        if (tls.isPresent()) {
            return tls.get();
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("The platform's default TLS context cannot be made", e);
        }
    }

    private Switched exchange(
            ClientHandshake.Request request, Confirmation extensions, Wire wire, Dialogue dialogue, Deadline deadline)
            throws IOException, HandshakeException {
        var exchange = new OpeningExchange(wire, dialogue, pool, deadline);
        exchange.send(request.bytes());
        AnswerHead answer = exchange.head();
        ClientHandshake.Result result = ClientHandshake.examine(request, answer);
        if (result instanceof ClientHandshake.Refused refused) {
            throw failure(refused.message(), answer, exchange.body(answer));
        }
        var accepted = (ClientHandshake.Accepted) result;
        try {
            ExtensionStack stack = extensions.confirm(accepted.extensions());
            return new Switched(dialogue, wire, answer, accepted.subprotocol(), stack, exchange.behind());
        } catch (UnacceptableExtensionException e) {
            throw failure(e.getMessage(), answer, new byte[0]);
        }
    }

    private static HandshakeException failure(String message, AnswerHead answer, byte[] body) {
        return new HandshakeException(message, answer.status(), answer.headers().asMap(), body);
    }
}
