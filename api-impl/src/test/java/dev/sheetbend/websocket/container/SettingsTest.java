package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.SendLimits;
import dev.sheetbend.websocket.session.SessionSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where properties are looked up, and what they say about illegal values. */
class SettingsTest {
    private static Settings of(Map<String, String> environment) {
        return Settings.of(environment::get);
    }

    @Test
    void everythingHasItsDefault() {
        Settings settings = of(Map.of());
        SessionSettings session = settings.session(settings.defaults());
        assertThat(session)
                .isEqualTo(new SessionSettings(
                        1024 * 1024,
                        1024 * 1024,
                        0,
                        0,
                        5_000,
                        60_000,
                        false,
                        EndpointThreads.ADAPTIVE,
                        new SendLimits(1024 * 1024, 20_000, SendLimits.Policy.FAIL, true)));
        assertThat(settings.maxSessions()).isZero();
        assertThat(settings.closeOnLogout()).isEqualTo(CloseOnLogout.PROTECTED);
        assertThat(settings.handlerThreads()).isEqualTo(200);
    }

    @Test
    void theEndpointsOwnPropertiesWinOverTheContainersSettersAndThoseOverTheEnvironment() {
        Settings settings = of(Map.of(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, "100"));
        ContainerDefaults defaults = settings.defaults();
        assertThat(settings.session(defaults).maxTextMessageSize()).isEqualTo(100);
        ContainerDefaults set = defaults.withMaxText(200);
        assertThat(settings.session(set).maxTextMessageSize()).isEqualTo(200);
        Settings own = settings.under(Map.of(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 300));
        assertThat(own.session(set).maxTextMessageSize()).isEqualTo(300);
    }

    @Test
    void anEndpointsOwnPropertyWinsOverTheEnvironment() {
        Settings settings = of(Map.of(SheetbendProperties.COALESCE, "false", SheetbendProperties.CLOSE_TIMEOUT, "7"));
        Settings own = settings.under(Map.of(SheetbendProperties.COALESCE, true));
        assertThat(own.session(own.defaults()).send().coalesce()).isTrue();
        assertThat(own.session(own.defaults()).closeTimeoutMillis()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "maxTextMessageSize, -1, a number from 0 to 2147483647",
        "maxBinaryMessageSize, 2147483648, a number from 0 to 2147483647",
        "idleTimeout, soon, a number from 0",
        "closeTimeout, 0, a number from 1",
        "maxQueuedBytes, 0, a number from 1",
        "sendPolicy, wait, 'fail, block or close'",
        "coalesce, yes, true or false"
    })
    void anIllegalValueIsAnErrorThatNamesTheProperty(String name, String value, String expected) {
        Settings settings = of(Map.of(SheetbendProperties.PREFIX + name, value));
        assertThatThrownBy(() -> settings.session(settings.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property dev.sheetbend.websocket." + name + " must be " + expected + "; it is '"
                        + value + "'.");
    }

    @ParameterizedTest
    @CsvSource({"protected, PROTECTED", "' Always ', ALWAYS", "never, NEVER"})
    void whichConnectionsEndWithTheirLoginIsSaidInAWord(String value, CloseOnLogout expected) {
        assertThat(of(Map.of(SheetbendProperties.CLOSE_ON_LOGOUT, value)).closeOnLogout())
                .isEqualTo(expected);
    }

    @Test
    void anotherWordForTheEndOfALoginIsAnError() {
        Settings settings = of(Map.of(SheetbendProperties.CLOSE_ON_LOGOUT, "yes"));
        assertThatThrownBy(settings::closeOnLogout)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property dev.sheetbend.websocket.closeOnLogout must be protected, always or never;"
                        + " it is 'yes'.");
    }

    @Test
    void aSystemPropertyCountsWhenTheEnvironmentSaysNothing() {
        System.setProperty(SheetbendProperties.MAX_SESSIONS, "3");
        try {
            assertThat(of(Map.of()).maxSessions()).isEqualTo(3);
            assertThat(of(Map.of(SheetbendProperties.MAX_SESSIONS, "4")).maxSessions())
                    .isEqualTo(4);
        } finally {
            System.clearProperty(SheetbendProperties.MAX_SESSIONS);
        }
    }

    @Test
    void anEndpointHasItsOwnThreads() {
        Settings settings = of(Map.of(SheetbendProperties.ENDPOINT_THREADS, "IO"));
        assertThat(settings.endpointThreads()).isEqualTo(EndpointThreads.IO);
        Settings own = settings.under(Map.of(SheetbendProperties.ENDPOINT_THREADS, "pooled"));
        assertThat(own.session(own.defaults()).threads()).isEqualTo(EndpointThreads.POOLED);
    }

    @Test
    void threadsThatNobodyKnowsAreAnError() {
        assertThatThrownBy(() -> of(Map.of(SheetbendProperties.ENDPOINT_THREADS, "green"))
                        .endpointThreads())
                .hasMessage(
                        "The property dev.sheetbend.websocket.endpointThreads must be adaptive, pooled, io or virtual;"
                                + " it is 'green'.");
    }

    @Test
    void virtualThreadsNeedAPlatformThatHasThem() {
        assertThat(Settings.virtualThreads(21)).isEqualTo(EndpointThreads.VIRTUAL);
        assertThatThrownBy(() -> Settings.virtualThreads(17))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property dev.sheetbend.websocket.endpointThreads must not be 'virtual' on Java 17;"
                        + " virtual threads need Java 21 or later.");
    }
}
