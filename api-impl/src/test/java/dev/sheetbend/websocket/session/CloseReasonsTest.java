package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codes that endpoints are told, whatever the API at hand knows of them. */
class CloseReasonsTest {
    @ParameterizedTest
    @EnumSource(CloseCodes.class)
    void aCodeThatTheApiHasIsItsConstant(CloseCodes constant) {
        CloseReason reason = CloseReasons.of(constant.getCode(), "why");

        assertThat(reason.getCloseCode()).isSameAs(constant);
        assertThat(reason.getReasonPhrase()).isEqualTo("why");
    }

    /** 1005 and 1006 stand for no code. */
    @ParameterizedTest
    @ValueSource(ints = {1005, 1006})
    void whatStandsForNoCodeIsAConstantToo(int code) {
        assertThat(CloseReasons.of(code, "").getCloseCode()).isInstanceOf(CloseCodes.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1014, 3000, 4999})
    void aCodeThatTheApiDoesNotHaveIsItsNumber(int code) {
        CloseReason reason = CloseReasons.of(code, "why");

        assertThat(reason.getCloseCode().getCode()).isEqualTo(code);
        assertThat(reason.getCloseCode()).hasToString(String.valueOf(code));
        assertThat(reason.getReasonPhrase()).isEqualTo("why");
    }

    @Test
    void codesWithTheSameNumberAreEqual() {
        assertThat(CloseReasons.of(4000, "a").getCloseCode())
                .isEqualTo(CloseReasons.of(4000, "b").getCloseCode())
                .isNotEqualTo(CloseReasons.of(4001, "a").getCloseCode());
    }
}
