package dev.sheetbend.websocket.container;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/** Unpredictable masking keys (RFC 6455, 10.3). The random generator is asked for many at a time. Thread safe. */
final class MaskKeys implements IntSupplier {
    private static final int KEYS_AT_A_TIME = 256;

    private final SecureRandom random;

    // Guarded by this.
    private final ByteBuffer keys =
            ByteBuffer.allocate(KEYS_AT_A_TIME * Integer.BYTES).flip();

    MaskKeys(SecureRandom random) {
        this.random = random;
    }

    @Override
    public synchronized int getAsInt() {
        if (!keys.hasRemaining()) {
            random.nextBytes(keys.array());
            keys.clear();
        }
        int key = keys.getInt();
        // What has been used is not left lying around.
        keys.putInt(keys.position() - Integer.BYTES, 0);
        return key;
    }
}
