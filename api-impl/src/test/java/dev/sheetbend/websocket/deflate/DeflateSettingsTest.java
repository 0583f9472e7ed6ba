package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of compression, their ranges and defaults. */
class DeflateSettingsTest {
    private final PermessageDeflate provider = new PermessageDeflate();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=on | compression | off, accept or offer | on",
                "Level=0 | compressionLevel | a whole number from 1 to 9 | 0",
                "Level=10 | compressionLevel | a whole number from 1 to 9 | 10",
                "Level=fast | compressionLevel | a whole number from 1 to 9 | fast",
                "MinSize=-1 | compressionMinSize | a whole number from 0 to 2147483647 | -1",
                "MinSize=2147483648 | compressionMinSize | a whole number from 0 to 2147483647 | 2147483648",
                "ContextTakeover=yes | compressionContextTakeover | both, own, peer or none | yes",
                "WindowBits=7 | compressionWindowBits | a whole number from 8 to 15 | 7",
                "WindowBits=16 | compressionWindowBits | a whole number from 8 to 15 | 16",
                "PeerWindowBits=7 | compressionPeerWindowBits | a whole number from 8 to 15 | 7",
                "PeerWindowBits=16 | compressionPeerWindowBits | a whole number from 8 to 15 | 16",
            })
    void illegalValueIsNamed(String setting, String property, String expected, String value) {
        assertThatThrownBy(() -> provider.check(TestContext.with(setting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property dev.sheetbend.websocket." + property + " must be " + expected + "; it is '"
                        + value + "'.");
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "many"})
    void numberOfDeflatersIsCheckedAtTheStart(String value) {
        assertThatThrownBy(() -> provider.start(TestContext.with("Deflaters=" + value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property dev.sheetbend.websocket.compressionDeflaters must be a whole number from 1 to"
                        + " 65535; it is '" + value + "'.");
    }

    @Test
    void numberOfDeflatersIsNobodyElsesBusiness() {
        provider.check(TestContext.with("Deflaters=0"));

        assertThat(DeflateSettings.deflaters(TestContext.with(""))).isEqualTo(16);
        assertThat(DeflateSettings.deflaters(TestContext.with("Deflaters=65535")))
                .isEqualTo(65_535);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThat(DeflateSettings.of(TestContext.with("")))
                .isEqualTo(
                        new DeflateSettings(DeflateSettings.Policy.ACCEPT, 4, OptionalInt.empty(), true, true, 15, 15));
        assertThat(DeflateSettings.of(TestContext.with("")).minSize(true)).isEqualTo(64);
        assertThat(DeflateSettings.of(TestContext.with("")).minSize(false)).isEqualTo(256);
    }

    @Test
    void valuesAreTaken() {
        var settings = DeflateSettings.of(
                TestContext.with("=OFF Level=9 MinSize=0 ContextTakeover=Peer WindowBits=8 PeerWindowBits=9"));

        assertThat(settings)
                .isEqualTo(new DeflateSettings(DeflateSettings.Policy.OFF, 9, OptionalInt.of(0), false, true, 8, 9));
        assertThat(settings.minSize(true)).isZero();
        assertThat(settings.minSize(false)).isZero();
    }
}
