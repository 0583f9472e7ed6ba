package dev.sheetbend.websocket.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    private final Rooms rooms = new Rooms(2, InstantSource.system());

    @Test
    void theSameNameIsTheSameRoom() {
        assertThat(rooms.enter("a")).isSameAs(rooms.enter("a")).isNotSameAs(rooms.enter("b"));
    }

    @Test
    void anEmptyRoomIsKeptForThoseWhoComeBack() {
        Room room = rooms.enter("a");
        rooms.exit("a");
        assertThat(rooms.enter("a")).isSameAs(room);
    }

    @Test
    void whenThereAreTooManyTheOneThatWasEmptyLongestGoes() {
        Room a = rooms.enter("a");
        Room b = rooms.enter("b");
        rooms.exit("b");
        rooms.exit("a");
        rooms.enter("c");
        assertThat(rooms.enter("a")).isSameAs(a);
        assertThat(rooms.enter("b")).isNotSameAs(b);
    }

    @Test
    void aRoomWithSomebodyInItNeverGoes() {
        Room a = rooms.enter("a");
        rooms.enter("b");
        rooms.enter("c");
        rooms.enter("d");
        assertThat(rooms.enter("a")).isSameAs(a);
    }

    @ParameterizedTest
    @CsvSource({
        "lobby, lobby",
        "A_1-b, A_1-b",
        "%E7%B5%90%E3%81%B3, 結び",
        "結び, 結び",
        "12345678901234567890123456789012, 12345678901234567890123456789012"
    })
    void aRoomNameIsAShortWord(String pathParameter, String name) {
        assertThat(Rooms.nameFrom(pathParameter)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a+b", "a%20b", "%", "%zz", "%00", "<b>", "123456789012345678901234567890123"})
    void anythingElseIsNone(String pathParameter) {
        assertThat(Rooms.nameFrom(pathParameter)).isEmpty();
    }
}
