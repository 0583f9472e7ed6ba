package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptKeyTest {
    @Test
    void theExampleOfRfc6455Section13() {
        assertThat(AcceptKey.compute("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void theBase64OfAny16BytesIsAKey() {
        var random = new Random(6455);
        byte[] nonce = new byte[16];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(nonce);

            assertThat(AcceptKey.isValid(Base64.getEncoder().encodeToString(nonce)))
                    .isTrue();
        }
    }

    @Test
    void theBase64OfAnyOtherNumberOfBytesIsNoKey() {
        for (int length = 0; length < 64; length++) {
            String key = Base64.getEncoder().encodeToString(new byte[length]);

            assertThat(AcceptKey.isValid(key)).as("%d bytes", length).isEqualTo(length == 16);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhlIHNhbXBsZSBub25jZQ==\n",
                " dGhlIHNhbXBsZSBub25jZQ==",
                "dGhlIHNhbXBsZSBub25j ZQ==",
                "dGhlIHNhbXBsZSBub25jZR==",
                "-_hlIHNhbXBsZSBub25jZQ==",
                "dGhlIHNhbXBsZSBub25j\u00f6Q==",
                "======dGhlIHNhbXBsZSBub2",
            })
    void aKeyThatNoEncoderWritesIsNoKey(String key) {
        assertThat(AcceptKey.isValid(key)).isFalse();
    }
}
