package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningRequestsTest {
    @Test
    void parametersComeFromTheQueryDecodedAndInOrder() {
        assertThat(OpeningRequests.parameters("a=1&b=x%20y+z&a=2&&c&d=%C3%A9"))
                .isEqualTo(Map.of(
                        "a", List.of("1", "2"), "b", List.of("x y z"), "c", List.of(""), "d", List.of("\u00e9")));
    }

    @Test
    void aMalformedEscapeStaysAsThePeerSentIt() {
        assertThat(OpeningRequests.parameters("a=100%&%zz=1"))
                .isEqualTo(Map.of("a", List.of("100%"), "%zz", List.of("1")));
    }

    @Test
    void noQueryMeansNoParameters() {
        assertThat(OpeningRequests.parameters(null)).isEmpty();
    }

    @Test
    void whatMayNotStandInAUriIsEncoded() {
        assertThat(OpeningRequests.uri("ws://h:1", "/a%20b?q={x}|%zz[1]").toString())
                .isEqualTo("ws://h:1/a%20b?q=%7bx%7d%7c%25zz%5b1%5d");
    }

    @Test
    void aMalformedHostIsLeftOut() {
        assertThat(OpeningRequests.uri("ws://h h", "/a").toString()).isEqualTo("/a");
    }
}
