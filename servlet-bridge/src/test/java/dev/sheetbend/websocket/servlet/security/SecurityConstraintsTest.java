package dev.sheetbend.websocket.servlet.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the security constraints of a descriptor protect (Servlet specification, 12.1 and 13.8). */
class SecurityConstraintsTest {
    private static final String MEMBER = "<auth-constraint><role-name>member</role-name></auth-constraint>";
    private static final String NOBODY = "<auth-constraint/>";
    private static final String ANYBODY = "";

    @ParameterizedTest
    @CsvSource({
        "/chat, /chat, true",
        "/chat, /chat/, false",
        "/chat, /chats, false",
        "/chat, /Chat, false",
        "/chat/*, /chat, true",
        "/chat/*, /chat/, true",
        "/chat/*, /chat/room/1, true",
        "/chat/*, /chats, false",
        "/*, /, true",
        "/*, '', true",
        "/*, /any/where, true",
        "/, /any/where, true",
        "*.ws, /any/chat.ws, true",
        "*.ws, /any/chat.v1.ws, true",
        "*.ws, /any.ws/chat, false",
        "*.ws, /chat.wss, false",
        "*.ws, /chat, false",
        "'', /, true",
        "'', '', true",
        "'', /chat, false"
    })
    void aPatternMatchesAsInTheMappingOfServlets(String pattern, String path, boolean expected) throws Exception {
        assertThat(constraints(constraint(MEMBER, pattern)).protect(path, "GET"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/room, false",
        "/chat/other, true",
        "/chat/public/1, false",
        "/chat/public/secret/1, true",
        "/page.free, false",
        "/chat/page.free, true",
        "/page, true"
    })
    void theBestPatternAloneCounts(String path, boolean expected) throws Exception {
        SecurityConstraints constraints = constraints(
                constraint(MEMBER, "/"),
                constraint(ANYBODY, "*.free"),
                constraint(MEMBER, "/chat/*"),
                constraint(ANYBODY, "/chat/public/*"),
                constraint(MEMBER, "/chat/public/secret/*"),
                constraint(ANYBODY, "/chat/room"));

        assertThat(constraints.protect(path, "GET")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<http-method>GET</http-method>, GET, true",
        "<http-method>POST</http-method>, GET, false",
        "<http-method>POST</http-method><http-method>GET</http-method>, GET, true",
        "<http-method>get</http-method>, GET, false",
        "<http-method-omission>GET</http-method-omission>, GET, false",
        "<http-method-omission>POST</http-method-omission>, GET, true",
        "'', GET, true",
        "'', CONNECT, true"
    })
    void theMethodsOfAConstraintCount(String methods, String method, boolean expected) throws Exception {
        String constraint = "<security-constraint><web-resource-collection><url-pattern>/chat</url-pattern>" + methods
                + "</web-resource-collection>" + MEMBER + "</security-constraint>";

        assertThat(constraints(constraint).protect("/chat", method)).isEqualTo(expected);
    }

    @Test
    void aConstraintForAnotherMethodHidesALessExactOne() throws Exception {
        String posts = "<security-constraint><web-resource-collection><url-pattern>/chat</url-pattern>"
                + "<http-method>POST</http-method></web-resource-collection>" + MEMBER + "</security-constraint>";

        assertThat(constraints(constraint(MEMBER, "/*"), posts).protect("/chat", "GET"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "<role-name>member</role-name>, true",
        "<role-name>*</role-name>, true",
        "<role-name>**</role-name>, true",
        "'', true"
    })
    void anyAuthConstraintProtects(String roles, boolean expected) throws Exception {
        String constraint = constraint("<auth-constraint>" + roles + "</auth-constraint>", "/chat");

        assertThat(constraints(constraint).protect("/chat", "GET")).isEqualTo(expected);
    }

    @Test
    void aConstraintWithATransportGuaranteeOnlyProtectsNothing() throws Exception {
        String guarantee = "<user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee>"
                + "</user-data-constraint>";

        assertThat(constraints(constraint(guarantee, "/chat")).protect("/chat", "GET"))
                .isFalse();
    }

    @Test
    void oneConstraintThatLetsAnybodyInIsEnoughUnlessAnotherOneLetsNobodyIn() throws Exception {
        String members = constraint(MEMBER, "/chat");
        String anybody = constraint(ANYBODY, "/chat");
        String nobody = constraint(NOBODY, "/chat");

        assertThat(constraints(members, anybody).protect("/chat", "GET")).isFalse();
        assertThat(constraints(members, nobody).protect("/chat", "GET")).isTrue();
        assertThat(constraints(members, anybody, nobody).protect("/chat", "GET"))
                .isTrue();
    }

    @Test
    void oneConstraintMayHaveSeveralCollectionsAndPatterns() throws Exception {
        String constraint = "<security-constraint>"
                + "<web-resource-collection><url-pattern>/a</url-pattern>\n<url-pattern> /b </url-pattern>"
                + "</web-resource-collection><web-resource-collection><url-pattern>/c</url-pattern>"
                + "<http-method>POST</http-method></web-resource-collection>" + MEMBER + "</security-constraint>";
        SecurityConstraints constraints = constraints(constraint);

        assertThat(Stream.of("/a", "/b", "/c").filter(path -> constraints.protect(path, "GET")))
                .containsExactly("/a", "/b");
    }

    @Test
    void rolesAndPatternsOfOtherElementsAreNoneOfAConstraint() throws Exception {
        SecurityConstraints constraints = constraints(
                "<servlet-mapping><servlet-name>x</servlet-name><url-pattern>/page</url-pattern></servlet-mapping>",
                "<security-role><role-name>member</role-name></security-role>",
                constraint(ANYBODY, "/chat"));

        assertThat(constraints.protect("/chat", "GET")).isFalse();
        assertThat(constraints.protect("/page", "GET")).isFalse();
    }

    @Test
    void aDocumentTypeAndItsEntitiesAreNotLookedUp() throws Exception {
        String text = "<?xml version='1.0'?><!DOCTYPE web-app SYSTEM 'http://127.0.0.1:1/web-app.dtd'"
                + " [<!ENTITY secret SYSTEM 'file:///etc/passwd'>]><web-app>" + constraint(MEMBER, "/chat")
                + "</web-app>";

        assertThat(read(text).protect("/chat", "GET")).isTrue();
    }

    @Test
    void whatIsNoDocumentIsAnError() {
        assertThatThrownBy(() -> read("<web-app><security-constraint></web-app>"))
                .isInstanceOf(IOException.class);
    }

    private static String constraint(String auth, String... patterns) {
        return "<security-constraint><web-resource-collection><web-resource-name>test</web-resource-name>"
                + Stream.of(patterns)
                        .map(pattern -> "<url-pattern>" + pattern + "</url-pattern>")
                        .collect(Collectors.joining())
                + "</web-resource-collection>" + auth + "</security-constraint>";
    }

    private static SecurityConstraints constraints(String... elements) throws IOException {
        return read("<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>" + String.join("", elements)
                + "</web-app>");
    }

    private static SecurityConstraints read(String text) throws IOException {
        return DescriptorReader.constraintsIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
