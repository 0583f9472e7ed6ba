package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6454, 4 to 6. */
class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, example.com, false",
        "https://example.com, example.com, true",
        "http://example.com:80, example.com, false",
        "http://example.com, example.com:80, false",
        "http://example.com, example.com:, false",
        "https://example.com:443, example.com, true",
        "https://example.com, example.com:443, true",
        "http://example.com:8080, example.com:8080, false",
        "HTTP://EXAMPLE.com, example.COM, false",
        "http://127.0.0.1:8080, 127.0.0.1:8080, false",
        "http://[::1]:8080, [::1]:8080, false",
        "https://[2001:DB8::1], [2001:db8::1]:443, true",
        "http://localhost, localhost, false",
    })
    void schemeHostAndPortOfTheServersOwnOriginMatch(String origin, String host, boolean secure) {
        assertThat(Origins.matches(origin, host, secure)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, example.com, false",
        "http://example.com, example.com, true",
        "http://example.com, example.org, false",
        "http://www.example.com, example.com, false",
        "http://example.com.evil.test, example.com, false",
        "http://evil.test/example.com, example.com, false",
        "http://example.com:8080, example.com, false",
        "http://example.com, example.com:8080, false",
        "https://example.com:80, example.com, true",
        "http://example.com:80, example.com, true",
        "http://example.com:443, example.com, false",
        "ws://example.com, example.com, false",
        "ftp://example.com, example.com, false",
    })
    void anotherSchemeHostOrPortDoesNotMatch(String origin, String host, boolean secure) {
        assertThat(Origins.matches(origin, host, secure)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', example.com",
        "null, example.com",
        "null, null",
        "http, example.com",
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
        assertThat(Origins.matches(origin, host, false)).isFalse();
    }
}
