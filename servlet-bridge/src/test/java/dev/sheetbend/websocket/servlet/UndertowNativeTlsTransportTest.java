package dev.sheetbend.websocket.servlet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class UndertowNativeTlsTransportTest extends UndertowNativeContract implements FullTlsSockets {
    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    UndertowNativeTlsTransportTest() {
        super(new UndertowServer());
    }

    @Override
    Optional<TestCertificate> certificate() throws Exception {
        if (certificate == null) {
            certificate = new TestCertificate(directory);
        }
        return Optional.of(certificate);
    }

    @Override
    RawClient newClient(String path, byte[] behind) throws IOException {
        return new RawClient(certificate.context.getSocketFactory(), port, path, behind);
    }
}
