package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskKeysTest {
    /** Counts how often it is asked, and never says the same. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private int calls;
        private int next;

        @Override
        public void nextBytes(byte[] bytes) {
            calls++;
            for (int i = 0; i < bytes.length; i += 4) {
                next++;
                bytes[i] = (byte) (next >> 24);
                bytes[i + 1] = (byte) (next >> 16);
                bytes[i + 2] = (byte) (next >> 8);
                bytes[i + 3] = (byte) next;
            }
        }
    }

    @Test
    void asksForManyKeysAtATimeAndGivesEachOnce() {
        var random = new Counting();
        var keys = new MaskKeys(random);
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 512; i++) {
            given.add(keys.getAsInt());
        }

        assertThat(given).hasSize(512).contains(1, 256, 257, 512);
        assertThat(random.calls).isEqualTo(2);
    }
}
