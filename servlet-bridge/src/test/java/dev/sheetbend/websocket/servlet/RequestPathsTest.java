package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathsTest {
    @ParameterizedTest(name = "{0} in context {1} is {2}")
    @CsvSource({
        "/app/echo, /app, /echo",
        "/echo, '', /echo",
        "/app, /app, ''",
        "/app/a%20b, /app, /a%20b",
        "/app/a;jsessionid=1/b;x=y, /app, /a/b",
        "/%61pp/echo, /app, /echo",
        "/a/b%2Fc/echo, /a/b, /echo",
        "/app/a/./b, /app, /a/b",
        "/app/secret/../open, /app, /open",
        "/app/secret/%2e%2E/open, /app, /open",
        "/app/a/.., /app, /",
        "/other/../app/echo, /app, /echo",
        "/other/../app/echo, /other/../app, /echo",
        "/app/../app/open, /app, /open",
        "/app;x/echo, /app;x, /echo",
        "/app/.hidden/...x, /app, /.hidden/...x",
        "/app/a//b, /app, /a//b"
    })
    void pathsAreThoseOfTheContext(String uri, String context, String expected) {
        assertThat(RequestPaths.withinContext(uri, context)).isEqualTo(expected);
    }
}
