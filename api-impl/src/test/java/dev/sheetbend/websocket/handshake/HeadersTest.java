package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void aFieldIsFoundByItsNameInAnyCase() {
        Headers headers = Headers.of(Map.of("sEC-wEBSOCKET-kEY", List.of("a")));

        assertThat(headers.all("Sec-WebSocket-Key")).containsExactly("a");
        assertThat(headers.first("SEC-WEBSOCKET-KEY")).contains("a");
        assertThat(headers.contains("sec-websocket-key")).isTrue();
        assertThat(headers.asMap()).containsEntry("Sec-Websocket-Key", List.of("a"));
    }

    @Test
    void aFieldThatIsNotThereIsEmpty() {
        Headers headers = Headers.of(Map.of("Host", List.of("h")));

        assertThat(headers.all("Origin")).isEmpty();
        assertThat(headers.first("Origin")).isEmpty();
        assertThat(headers.contains("Origin")).isFalse();
        assertThat(headers.tokens("Origin")).isEmpty();
        assertThat(headers.hasToken("Origin", "")).isFalse();
    }

    @Test
    void aNameWithoutALineIsNotThere() {
        Headers headers = Headers.of(Map.of("Host", List.of()));

        assertThat(headers.contains("Host")).isFalse();
        assertThat(headers.asMap()).isEmpty();
    }

    @Test
    void linesOfOneNameInSeveralCasesAreMergedInOrder() {
        var lines = new LinkedHashMap<String, List<String>>();
        lines.put("Upgrade", List.of("a", "b"));
        lines.put("Host", List.of("h"));
        lines.put("UPGRADE", List.of("c"));
        lines.put("upgrade", List.of("a"));

        Headers headers = Headers.of(lines);

        assertThat(headers.all("Upgrade")).containsExactly("a", "b", "c", "a");
        assertThat(headers.first("Upgrade")).contains("a");
        assertThat(headers.asMap()).hasSize(2);
    }

    @Test
    void whiteSpaceAroundAValueIsNotPartOfIt() {
        Headers headers = Headers.of(Map.of("Host", List.of(" \th x\t ")));

        assertThat(headers.all("Host")).containsExactly("h x");
    }

    @Test
    void anEmptyLineIsALine() {
        Headers headers = Headers.of(Map.of("Host", List.of("")));

        assertThat(headers.contains("Host")).isTrue();
        assertThat(headers.first("Host")).contains("");
        assertThat(headers.tokens("Host")).isEmpty();
    }

    @Test
    void tokensAreTheElementsOfAllLinesWithoutEmptyOnes() {
        Headers headers = Headers.of(Map.of("Connection", List.of("keep-alive,\tUpgrade ,,", "", " , x")));

        assertThat(headers.tokens("connection")).containsExactly("keep-alive", "Upgrade", "x");
    }

    @Test
    void aTokenIsFoundInAnyCaseButOnlyWhole() {
        Headers headers = Headers.of(Map.of("Connection", List.of("keep-alive, UPGRADE")));

        assertThat(headers.hasToken("Connection", "upgrade")).isTrue();
        assertThat(headers.hasToken("Connection", "up")).isFalse();
        assertThat(headers.hasToken("Connection", "alive")).isFalse();
    }

    @Test
    void aLaterChangeOfTheSourceIsNotSeenAndTheViewCannotBeChanged() {
        var hosts = new ArrayList<>(List.of("h"));
        var lines = new LinkedHashMap<String, List<String>>(Map.of("Host", hosts));
        Headers headers = Headers.of(lines);

        hosts.add("i");
        lines.clear();

        assertThat(headers.all("Host")).containsExactly("h");
        assertThatThrownBy(() -> headers.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.all("Host").clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
