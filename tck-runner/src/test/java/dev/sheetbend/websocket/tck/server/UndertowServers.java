package dev.sheetbend.websocket.tck.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;

/** An Undertow with its two listeners, whatever its application is. */
final class UndertowServers {
    private UndertowServers() {}

    /** Starts one that serves the application. */
    static Undertow start(HttpHandler application, ServerSettings settings)
            throws GeneralSecurityException, IOException {
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, ServerSettings.HOST)
                .addHttpsListener(0, ServerSettings.HOST, ServerTls.context(settings))
                .setHandler(Handlers.path().addPrefixPath(ServerSettings.CONTEXT_PATH, application))
                .build();
        undertow.start();
        return undertow;
    }

    /** Where it listens. */
    static EmbeddedServer.Ports ports(Undertow undertow) {
        return new EmbeddedServer.Ports(port(undertow, "http"), port(undertow, "https"));
    }

    private static int port(Undertow undertow, String protocol) {
        return undertow.getListenerInfo().stream()
                .filter(listener -> listener.getProtcol().equals(protocol))
                .map(listener -> ((InetSocketAddress) listener.getAddress()).getPort())
                .findFirst()
                .orElseThrow();
    }
}
