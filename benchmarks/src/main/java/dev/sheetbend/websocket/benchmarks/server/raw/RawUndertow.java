package dev.sheetbend.websocket.benchmarks.server.raw;

import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.http.HttpServletRequest;

/** The echo of bytes on the I/O threads of Undertow. */
public final class RawUndertow extends RawUpgrade {
    @Override
    void upgrade(HttpServletRequest request) {
        ServletRequestContext.requireCurrent()
                .getExchange()
                .upgradeChannel((connection, exchange) -> new UndertowEcho(connection).start());
    }
}
