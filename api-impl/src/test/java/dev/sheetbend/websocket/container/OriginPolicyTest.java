package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which pages of browsers may connect. */
class OriginPolicyTest {
    private static final Optional<String> HOST = Optional.of("example.com:8080");

    @Test
    void theSameHostIsWelcomeWithAnyPortAndScheme() {
        OriginPolicy policy = OriginPolicy.parse("same-host");
        assertThat(policy.allows("https://example.com", HOST)).isTrue();
        assertThat(policy.allows("http://EXAMPLE.com:1", HOST)).isTrue();
        assertThat(policy.allows("https://example.com.evil.test", HOST)).isFalse();
        assertThat(policy.allows("null", HOST)).isFalse();
        assertThat(policy.allows("https://example.com", Optional.empty())).isFalse();
    }

    @Test
    void aStarWelcomesEverybody() {
        assertThat(OriginPolicy.parse("*").allows("null", Optional.empty())).isTrue();
    }

    @Test
    void aListWelcomesWhomItNamesAndNobodyElse() {
        OriginPolicy policy = OriginPolicy.parse(" https://a.test , HTTPS://B.test ");
        assertThat(policy.allows("https://A.test", HOST)).isTrue();
        assertThat(policy.allows("https://b.test", HOST)).isTrue();
        assertThat(policy.allows("http://a.test", HOST)).isFalse();
        assertThat(policy.allows("https://example.com", HOST)).isFalse();
    }

    @Test
    void aListMayHaveTheSameHostInIt() {
        OriginPolicy policy = OriginPolicy.parse("https://a.test,same-host");
        assertThat(policy.allows("https://a.test", HOST)).isTrue();
        assertThat(policy.allows("https://example.com", HOST)).isTrue();
        assertThat(policy.allows("https://c.test", HOST)).isFalse();
    }
}
