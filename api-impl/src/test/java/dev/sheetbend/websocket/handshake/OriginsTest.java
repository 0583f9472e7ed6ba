package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6454, 4 to 6. */
class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, example.com",
        "https://example.com, example.com",
        "https://example.com, example.com:8080",
        "http://example.com:3000, example.com:8080",
        "http://example.com, example.com:",
        "HTTP://EXAMPLE.com, example.COM",
        "http://127.0.0.1:8080, 127.0.0.1",
        "http://[::1]:8080, [::1]",
        "https://[2001:DB8::1], [2001:db8::1]:443",
    })
    void theServersOwnHostMatchesWhateverSchemeAndPortAre(String origin, String host) {
        assertThat(Origins.sameHost(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, example.org",
        "http://www.example.com, example.com",
        "http://example.com, www.example.com",
        "http://example.com.evil.test, example.com",
        "http://evil.test/example.com, example.com",
        "http://127.0.0.1, localhost",
    })
    void anotherHostDoesNotMatch(String origin, String host) {
        assertThat(Origins.sameHost(origin, host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', example.com",
        "null, example.com",
        "null, null",
        "http, example.com",
        "://example.com, example.com",
        "//example.com, example.com",
        "http://, example.com",
        "http:example.com, example.com",
        "http://example.com/, example.com",
        "http://example.com/path, example.com",
        "http://user@example.com, example.com",
        "http://example.com:, ''",
        "http://example.com:port, example.com",
        "http://example.com:65536, example.com:65536",
        "http://example.com:000080, example.com",
        "http://example%zz.com, example%zz.com",
        "'http://example.com ', example.com",
        "http://example.com, 'example.com example.com'",
        "http://[::1, [::1",
        "http://[], []",
    })
    void whatIsNoSerialisedOriginMatchesNothing(String origin, String host) {
        assertThat(Origins.sameHost(origin, host)).isFalse();
    }
}
