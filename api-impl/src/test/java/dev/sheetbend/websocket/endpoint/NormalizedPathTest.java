package dev.sheetbend.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986, section 6.2.2. */
class NormalizedPathTest {
    private static List<String> segments(String rawPath) {
        return NormalizedPath.of(rawPath).orElseThrow().segments();
    }

    @Test
    void rootHasOneEmptySegment() {
        assertThat(segments("/")).containsExactly("");
    }

    @Test
    void trailingSlashIsAnEmptySegment() {
        assertThat(segments("/a/b/")).containsExactly("a", "b", "");
    }

    @Test
    void emptySegmentsAreKept() {
        assertThat(segments("/a//b")).containsExactly("a", "", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/c/./../../g, /a/g",
        "/../a, /a",
        "/.., /",
        "/., /",
        "/a/., /a/",
        "/a/b/.., /a/",
        "/a/%2e%2E/b, /b",
        "/a/%2e/b, /a/b",
        "/a/.../b, /a/.../b",
        "/.a/..b, /.a/..b"
    })
    void dotSegmentsAreRemoved(String raw, String normalized) {
        assertThat(NormalizedPath.of(raw))
                .hasValueSatisfying(path -> assertThat(path)
                        .hasToString(normalized)
                        .isEqualTo(NormalizedPath.of(normalized).orElseThrow())
                        .hasSameHashCodeAs(NormalizedPath.of(normalized).orElseThrow()));
    }

    @Test
    void percentEncodingIsDecodedWithinItsSegment() {
        assertThat(segments("/%61%7E/a%2Fb/%C3%BC/%F0%9F%98%80/%25")).containsExactly("a~", "a/b", "ü", "😀", "%");
    }

    @Test
    void plusIsNoSpaceInAPath() {
        assertThat(segments("/a+b")).containsExactly("a+b");
    }

    @Test
    void charactersThatNeedNoDecodingStandBesideEncodedOnes() {
        assertThat(segments("/ü%20ü")).containsExactly("ü ü");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a/b", "/%", "/%4", "/%4/x", "/%GG", "/%4G", "/%C3", "/%FF", "/%C0%AF", "/a?b", "/a#b"})
    void malformedPathsAreEmpty(String raw) {
        assertThat(NormalizedPath.of(raw)).isEmpty();
    }
}
