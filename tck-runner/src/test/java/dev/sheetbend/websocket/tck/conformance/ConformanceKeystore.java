package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.arquillian.EmbeddedKeystore;
import java.nio.file.Path;

/** Gives the containers of this suite a secure port. */
public final class ConformanceKeystore implements EmbeddedKeystore {
    @Override
    public Path file() {
        return TestTls.keystore();
    }

    @Override
    public String password() {
        return TestTls.PASSWORD;
    }
}
