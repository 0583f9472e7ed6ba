package dev.sheetbend.websocket.samples.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.samples.board.Event.Hello;
import dev.sheetbend.websocket.samples.board.Event.Pinned;
import dev.sheetbend.websocket.samples.board.Event.Problem;
import dev.sheetbend.websocket.samples.board.Event.Status;
import dev.sheetbend.websocket.samples.board.Event.Taken;
import dev.sheetbend.websocket.samples.board.Event.Welcome;
import jakarta.websocket.DecodeException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodersTest {
    private static final Card CARD = new Card(7, "ann", true, "<b>", 1_000);

    static Stream<Arguments> events() {
        String card = "{\"number\":7,\"author\":\"ann\",\"member\":true,\"text\":\"<b>\",\"at\":1000}";
        return Stream.of(
                Arguments.of(
                        new Welcome("kitchen", "Bob", false, List.of(CARD)),
                        "{\"type\":\"welcome\",\"board\":\"kitchen\",\"you\":\"Bob\",\"member\":false,\"cards\":["
                                + card + "]}"),
                Arguments.of(new Pinned(CARD), "{\"type\":\"pinned\",\"card\":" + card + "}"),
                Arguments.of(new Taken(7), "{\"type\":\"taken\",\"card\":7}"),
                Arguments.of(new Hello("ann"), "{\"type\":\"hello\",\"user\":\"ann\"}"),
                Arguments.of(new Status(1, 2, 3), "{\"type\":\"status\",\"boards\":1,\"cards\":2,\"visitors\":3}"),
                Arguments.of(new Problem("No."), "{\"type\":\"problem\",\"text\":\"No.\"}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsAnObjectWithItsType(Event event, String json) throws Exception {
        assertThat(new EventEncoder().encode(event)).isEqualTo(json);
    }

    @Test
    void whatVisitorsAndMembersSendIsRead() throws Exception {
        assertThat(new PinDecoder().decode("{\"text\":\"No milk\"}")).isEqualTo(new Pin("No milk"));
        assertThat(new TakeDownDecoder().decode("{\"card\":7}")).isEqualTo(new TakeDown(7L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"text\":null}", "{\"txt\":\"a\"}", "{\"text\":\"a\"} {}", "milk"})
    void whatIsNoCardIsADecodeException(String text) {
        PinDecoder decoder = new PinDecoder();

        assertThat(decoder.willDecode(text)).isTrue();
        assertThatThrownBy(() -> decoder.decode(text))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Not a message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"card\":null}", "{\"card\":\"seven\"}", "{\"text\":\"a\"}"})
    void whatNamesNoCardIsADecodeException(String text) {
        TakeDownDecoder decoder = new TakeDownDecoder();

        assertThat(decoder.willDecode(text)).isTrue();
        assertThatThrownBy(() -> decoder.decode(text)).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada", " Ada ", "A\u0000da", "\u00a0Ada\n"})
    void namesThatLookTheSameAreTheSame(String name) {
        assertThat(Visitor.tidy(name)).isEqualTo("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b", "0123456789012345678901234"})
    void aNameThatCannotBeSeenOrIsTooLongIsNone(String name) {
        assertThat(Visitor.tidy(name)).isEmpty();
    }
}
