package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, 4.8: what a scan finds and must not deploy. */
class ScanConformanceTest extends DeployedWar {
    /** No configuration class: all that is an endpoint is deployed. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("scan", ScannedLeftovers.class);
    }

    @Test
    void wsc_4_8_2_aSubclassOfAnEndpointIsLeftOut() throws Exception {
        assertThat(ask("endpoint", "whose?")).isEqualTo("parent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-public", "not-concrete"})
    void wsc_4_8_2_aClassThatIsNotPublicAndConcreteIsLeftOut(String path) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(404);
    }
}
