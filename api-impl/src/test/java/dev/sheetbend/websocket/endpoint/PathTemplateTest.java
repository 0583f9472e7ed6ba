package dev.sheetbend.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.DeploymentException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification 3.1.1. */
class PathTemplateTest {
    private static PathTemplate parse(String path) throws DeploymentException {
        return PathTemplate.parse(path);
    }

    private static void assertRefused(String path, String problem) {
        assertThatThrownBy(() -> PathTemplate.parse(path))
                .isInstanceOf(DeploymentException.class)
                .hasMessage("path \"" + path + "\": " + problem + " (specification 3.1.1, WSC-4.1.1-3)");
    }

    @Test
    void missingPathIsRefused() {
        assertRefused("", "is missing; it must start with '/'");
        assertThatThrownBy(() -> PathTemplate.parse(null))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void pathWithoutLeadingSlashIsRefused() {
        assertRefused("chat", "must start with '/'");
        assertRefused("{room}", "must start with '/'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/a//b", "/a//", "//a"})
    void doubleSlashIsRefused(String path) {
        assertRefused(path, "must not contain '//'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/./a", "/a/./b", "/a/.", "/."})
    void singleDotSegmentIsRefused(String path) {
        assertRefused(path, "must not contain '/./'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../a", "/a/../b", "/a/..", "/.."})
    void doubleDotSegmentIsRefused(String path) {
        assertRefused(path, "must not contain '/../'");
    }

    @Test
    void encodedDotSegmentIsRefused() {
        assertRefused("/a/%2e%2E/b", "must not contain dot segments, encoded ones included");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?b=c", "/a#b"})
    void queryAndFragmentAreRefused(String path) {
        assertRefused(path, "must be a path alone, without query or fragment");
    }

    @Test
    void malformedPercentEncodingIsRefused() {
        assertRefused("/a/%4", "has a malformed percent-encoding in '%4'");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/x{b}, x{b}",
        "/a/{b}x, {b}x",
        "/a/{b}{c}, {b}{c}",
        "/a/{b, {b",
        "/a/b}, b}",
        "/a/}b{, }b{",
        "/a/{{b}}, {{b}}"
    })
    void variableThatIsNotAWholeSegmentIsRefused(String path, String segment) {
        assertRefused(path, "may replace whole segments with variables only, unlike '" + segment + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{+b}", "{.b}", "{;b}", "{&b}", "{b,c}", "{b*}", "{b:3}", "{b c}"})
    void templateOfAHigherLevelIsRefused(String segment) {
        assertRefused("/a/" + segment, "must be a level-1 template, in which '" + segment + "' is not a variable");
    }

    @Test
    void variableThatIsUsedTwiceIsRefused() {
        assertRefused("/{a}/b/{a}", "must not use the variable {a} more than once");
    }

    @Test
    void variablesAreNamedFromLeftToRight() throws Exception {
        assertThat(parse("/{guest-id}/x/{vip_level}/{a.b}").variables())
                .containsExactly("guest-id", "vip_level", "a.b");
        assertThat(parse("/a").variables()).isEmpty();
    }

    @Test
    void rootMatchesTheRootOnly() throws Exception {
        assertThat(parse("/").match("/")).hasValue(Map.of());
        assertThat(parse("/").match("/a")).isEmpty();
    }

    @Test
    void trailingSlashCounts() throws Exception {
        assertThat(parse("/a/b/").match("/a/b/")).hasValue(Map.of());
        assertThat(parse("/a/b/").match("/a/b")).isEmpty();
        assertThat(parse("/a/b").match("/a/b/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/a/b, b", "/a/apple, apple", "/a/%C3%BC, ü", "/a/x%2Fy, x/y", "/a/b/../c, c", "/%61/b, b"})
    void variableTakesAWholeDecodedSegment(String request, String value) throws Exception {
        assertThat(parse("/a/{var}").match(request)).hasValue(Map.of("var", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/a/", "/a/b/", "/a/b/c", "/A/b", "/a/%", "a/b"})
    void otherPathsDoNotMatch(String request) throws Exception {
        assertThat(parse("/a/{var}").match(request)).isEmpty();
    }

    @Test
    void literalSegmentIsComparedDecoded() throws Exception {
        assertThat(parse("/a%20b/ü").match("/a%20b/%C3%BC")).isPresent();
        assertThat(parse("/a b").match("/a%20b")).isPresent();
    }

    @Test
    void templatesThatDifferInVariableNamesAreEquivalent() throws Exception {
        assertThat(parse("/a/{x}").equivalentTo(parse("/a/{y}"))).isTrue();
        assertThat(parse("/a/b").equivalentTo(parse("/%61/b"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "/a/{x}/", "/b/{x}", "/{x}/a", "/a"})
    void templatesOfAnotherShapeAreNotEquivalent(String other) throws Exception {
        assertThat(parse("/a/{x}").equivalentTo(parse(other))).isFalse();
    }

    @Test
    void equalityIsOfThePathAsWritten() throws Exception {
        assertThat(parse("/a/{x}")).isEqualTo(parse("/a/{x}")).hasSameHashCodeAs(parse("/a/{x}"));
        assertThat(parse("/a/{x}")).isNotEqualTo(parse("/a/{y}")).hasToString("/a/{x}");
        assertThat(parse("/a/{x}").path()).isEqualTo("/a/{x}");
    }
}
