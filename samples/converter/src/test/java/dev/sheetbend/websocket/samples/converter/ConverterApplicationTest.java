package dev.sheetbend.websocket.samples.converter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterApplicationTest {
    private final ConverterApplication application = new ConverterApplication();

    @Test
    void draftsAreNotDeployed() {
        Set<Class<?>> found =
                Set.of(FahrenheitEndpoint.class, KnotsEndpoint.class, GallonsEndpoint.class, PoundsEndpoint.class);

        assertThat(application.getAnnotatedEndpointClasses(found))
                .containsExactlyInAnyOrder(FahrenheitEndpoint.class, KnotsEndpoint.class);
    }

    @Test
    void oneEndpointClassIsAtTwoPathsWithItsOwnScaleEach() {
        Set<ServerEndpointConfig> configs = application.getEndpointConfigs(Set.of(LengthEndpoint.class));

        assertThat(configs).extracting(ServerEndpointConfig::getPath).containsExactlyInAnyOrder("/feet", "/miles");
        assertThat(configs)
                .allSatisfy(config -> assertThat(config.getEndpointClass()).isEqualTo(LengthEndpoint.class));
        assertThat(configs).map(config -> Scale.of(config).other()).containsExactlyInAnyOrder("ft", "mi");
    }

    @Test
    void numbersAreConverted() {
        assertThat(new FahrenheitEndpoint().onMessage("212")).isEqualTo("212.00 °F = 100.00 °C");
        assertThat(new KnotsEndpoint().onMessage(" 10 ")).isEqualTo("10.00 kn = 18.52 km/h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "1,5", "NaN", "Infinity", "1e999"})
    void whatIsNoNumberIsAnsweredAsSuch(String text) {
        assertThat(new KnotsEndpoint().onMessage(text)).isEqualTo("That is not a number.");
    }
}
