package dev.sheetbend.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification 3.1.1 with its own examples. Each template is registered with its own text. */
class PathMatcherTest {
    private static PathMatcher<String> matcher(String... paths) throws DeploymentException {
        List<PathMatcher.Entry<String>> entries = new ArrayList<>();
        for (String path : paths) {
            entries.add(new PathMatcher.Entry<>(PathTemplate.parse(path), path));
        }
        return PathMatcher.of(entries);
    }

    private static void assertMatch(
            PathMatcher<String> matcher, String request, String expected, Map<String, String> parameters) {
        assertThat(matcher.match(request)).hasValueSatisfying(match -> {
            assertThat(match.value()).isEqualTo(expected);
            assertThat(match.template().path()).isEqualTo(expected);
            assertThat(match.parameters()).isEqualTo(parameters);
        });
    }

    @Test
    void emptyMatcherMatchesNothing() {
        assertThat(PathMatcher.empty().match("/")).isEmpty();
        assertThat(PathMatcher.empty().entries()).isEmpty();
    }

    @Test
    void exactPathWinsOverATemplate() throws Exception {
        var matcher = matcher("/a/{customer-name}", "/a/b");
        assertMatch(matcher, "/a/b", "/a/b", Map.of());
        assertMatch(matcher, "/a/c", "/a/{customer-name}", Map.of("customer-name", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "/a/b//", "/a", "/"})
    void firstExampleMatchesItsOwnPathOnly(String other) throws Exception {
        var matcher = matcher("/a/b/");
        assertMatch(matcher, "/a/b/", "/a/b/", Map.of());
        assertThat(matcher.match(other)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/a/", "/a/b/", "/a/b/c"})
    void secondExampleDoesNotMatchOtherNumbersOfSegments(String other) throws Exception {
        var matcher = matcher("/a/{var}");
        assertMatch(matcher, "/a/b", "/a/{var}", Map.of("var", "b"));
        assertMatch(matcher, "/a/apple", "/a/{var}", Map.of("var", "apple"));
        assertThat(matcher.match(other)).isEmpty();
    }

    /** The example writes the last request with a slash at its end, against the rule that slashes count. */
    @Test
    void thirdExamplePrefersExactSegments() throws Exception {
        var matcher = matcher("/a/{var}/c", "/a/b/c", "/a/{var1}/{var2}");
        assertMatch(matcher, "/a/b/c", "/a/b/c", Map.of());
        assertMatch(matcher, "/a/d/c", "/a/{var}/c", Map.of("var", "d"));
        assertMatch(matcher, "/a/x/y", "/a/{var1}/{var2}", Map.of("var1", "x", "var2", "y"));
    }

    @Test
    void fourthExampleWorksFromLeftToRight() throws Exception {
        var matcher = matcher("/{var1}/d", "/b/{var2}");
        assertMatch(matcher, "/b/d", "/b/{var2}", Map.of("var2", "d"));
        assertMatch(matcher, "/c/d", "/{var1}/d", Map.of("var1", "c"));
    }

    @Test
    void whatWasPassedOverIsNotTriedAgain() throws Exception {
        var matcher = matcher("/a/b/c", "/{x}/b/d");
        assertThat(matcher.match("/a/b/d")).isEmpty();
        assertMatch(matcher, "/z/b/d", "/{x}/b/d", Map.of("x", "z"));
    }

    @Test
    void longerTemplatesDoNotHideShorterOnes() throws Exception {
        var matcher = matcher("/a/b/c", "/a/{x}", "/{y}");
        assertMatch(matcher, "/a/b", "/a/{x}", Map.of("x", "b"));
        assertMatch(matcher, "/a", "/{y}", Map.of("y", "a"));
    }

    @Test
    void malformedRequestMatchesNothing() throws Exception {
        assertThat(matcher("/{x}").match("/%zz")).isEmpty();
        assertThat(matcher("/{x}").match("")).isEmpty();
    }

    @Test
    void requestIsNormalizedAndDecoded() throws Exception {
        assertMatch(matcher("/chat/{room}"), "/x/../chat/%C3%A9%2F1", "/chat/{room}", Map.of("room", "é/1"));
    }

    @Test
    void duplicatePathIsRefusedWithBothNames() {
        assertThatThrownBy(() -> matcher("/a/b", "/c", "/a/b"))
                .isInstanceOf(DeploymentException.class)
                .hasMessage("path \"/a/b\" of /a/b: is equal to the path \"/a/b\" of /a/b, and a request could"
                        + " not be told to belong to one of them (WSC-3.1.1-2, WSC-4.1.1-4)");
    }

    @Test
    void equivalentTemplateIsRefusedWithBothNames() {
        assertThatThrownBy(() -> matcher("/a/{x}").with(PathTemplate.parse("/a/{y}"), "other"))
                .isInstanceOf(DeploymentException.class)
                .hasMessage("path \"/a/{y}\" of other: is equivalent to the path \"/a/{x}\" of /a/{x}, and a request"
                        + " could not be told to belong to one of them (WSC-3.1.1-2, WSC-4.1.1-4)");
    }

    @Test
    void addingLeavesTheOldMatcherAsItWas() throws Exception {
        var before = matcher("/a");
        var after = before.with(PathTemplate.parse("/b"), "/b");
        assertThat(before.match("/b")).isEmpty();
        assertMatch(after, "/b", "/b", Map.of());
        assertMatch(after, "/a", "/a", Map.of());
        assertThat(after.entries()).extracting(PathMatcher.Entry::value).containsExactly("/a", "/b");
    }

    @Test
    void eachOfAThousandEndpointsIsFound() throws Exception {
        String[] paths = new String[1000];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = switch (i % 4) {
                case 0 -> "/exact/" + i;
                case 1 -> "/room" + i + "/{name}";
                case 2 -> "/" + i + "/{a}/fixed/{b}";
                default -> "/deep/er/" + i + "/";
            };
        }
        var matcher = matcher(paths);
        for (String path : paths) {
            String request = path.replace("{name}", "n").replace("{a}", "1").replace("{b}", "2");
            assertThat(matcher.match(request)).map(PathMatch::value).hasValue(path);
        }
        assertThat(matcher.match("/exact/1")).isEmpty();
    }
}
