package dev.sheetbend.websocket.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sheetbend.websocket.samples.chat.ChatMessage.Alive;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromClient;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Here;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Join;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Joined;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Left;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Problem;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Said;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Say;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Typing;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Welcome;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Writing;
import jakarta.websocket.DecodeException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCodecTest {
    private final ChatEncoder encoder = new ChatEncoder();
    private final ChatDecoder decoder = new ChatDecoder();

    @ParameterizedTest
    @MethodSource
    void whatTheServerSaysBecomesJson(FromServer message, String json) throws Exception {
        assertThat(encoder.encode(message)).isEqualTo(json);
    }

    static Stream<Arguments> whatTheServerSaysBecomesJson() {
        return Stream.of(
                Arguments.of(
                        new Welcome("r", "Ada", List.of("Ada", "Grace"), List.of(new Said("i", "Ada", "hi", 7))), """
                        {"type":"welcome","room":"r","name":"Ada","people":["Ada","Grace"],\
                        "history":[{"type":"said","id":"i","name":"Ada","text":"hi","at":7}]}"""),
                Arguments.of(
                        new Joined("Ada", List.of("Ada"), 1),
                        "{\"type\":\"joined\",\"name\":\"Ada\",\"people\":[\"Ada\"],\"at\":1}"),
                Arguments.of(
                        new Left("Ada", List.of(), 2), "{\"type\":\"left\",\"name\":\"Ada\",\"people\":[],\"at\":2}"),
                Arguments.of(new Typing("Ada"), "{\"type\":\"typing\",\"name\":\"Ada\"}"),
                Arguments.of(new Here(), "{\"type\":\"here\"}"),
                Arguments.of(new Problem("\"no\""), "{\"type\":\"problem\",\"text\":\"\\\"no\\\"\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void whatAPageSendsIsUnderstood(String json, FromClient message) throws Exception {
        assertThat(decoder.willDecode(json)).isTrue();
        assertThat(decoder.decode(json)).isEqualTo(message);
    }

    static Stream<Arguments> whatAPageSendsIsUnderstood() {
        return Stream.of(
                Arguments.of("{\"type\":\"join\",\"name\":\"Ada\"}", new Join("Ada")),
                Arguments.of("{\"text\":\"hi\",\"type\":\"say\"}", new Say("hi")),
                Arguments.of("{\"type\":\"writing\"}", new Writing()),
                Arguments.of(" {\"type\":\"alive\", \"newer\":[1]} ", new Alive()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "1",
                "\"say\"",
                "{}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"said\",\"id\":\"1\",\"name\":\"Ada\",\"text\":\"not mine to say\",\"at\":1}",
                "{\"type\":\"dev.sheetbend.websocket.samples.chat.ChatMessage$Say\",\"text\":\"a\"}",
                "{\"type\":\"say\"}",
                "{\"type\":\"say\",\"text\":null}",
                "{\"type\":\"say\",\"text\":{}}",
                "{\"type\":\"join\",\"text\":\"a\"}",
                "{\"type\":\"say\",\"text\":\"a\"} {}"
            })
    void whatIsNoMessageIsRefusedWithTheTextInHand(String json) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decoder.decode(json))
                .withMessage("Not a chat message")
                .satisfies(refusal -> assertThat(refusal.getText()).isEqualTo(json));
    }

    @Test
    void deepNestingIsRefusedLikeAnyOtherNonsense() {
        String json = "{\"type\":\"say\",\"text\":\"a\",\"x\":" + "[".repeat(7_000) + "]".repeat(7_000) + "}";
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> decoder.decode(json));
    }
}
