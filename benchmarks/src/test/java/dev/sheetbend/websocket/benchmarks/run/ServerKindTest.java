package dev.sheetbend.websocket.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers that there are, and the class path of each. */
class ServerKindTest {
    private static final List<String> EVERYTHING = List.of(
            "benchmarks/target/classes",
            "api-impl/target/classes",
            "lib/sheetbend-servlet-bridge-1.jar",
            "lib/jakarta.websocket-api-2.2.0.jar",
            "lib/tomcat-embed-core-11.0.1.jar",
            "lib/tomcat-embed-websocket-11.0.1.jar",
            "lib/jetty-server-12.1.1.jar",
            "lib/jetty-websocket-core-server-12.1.1.jar",
            "lib/jetty-ee11-websocket-jakarta-server-12.1.1.jar");

    @ParameterizedTest
    @EnumSource
    void eachHasOneImplementationInOneContainer(ServerKind kind) {
        List<String> expected = switch (kind) {
            case SHEETBEND_TOMCAT -> without(5, 6, 7, 8);
            case TOMCAT -> without(1, 2, 6, 7, 8);
            case SHEETBEND_JETTY -> without(4, 5, 7, 8);
            case JETTY -> without(1, 2, 4, 5);
        };

        assertThat(kind.classPath(String.join(File.pathSeparator, EVERYTHING)).split(File.pathSeparator))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsFoundByItsLabel(ServerKind kind) {
        assertThat(ServerKind.of(kind.toString())).isEqualTo(kind);
        assertThat(kind.peer().container()).isEqualTo(kind.container());
    }

    @Test
    void anotherLabelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerKind.of("undertow"))
                .withMessage("There is no server undertow, but [sheetbend-tomcat, tomcat, sheetbend-jetty, jetty]");
    }

    private static List<String> without(int... indexes) {
        List<Integer> left = Arrays.stream(indexes).boxed().toList();
        return IntStream.range(0, EVERYTHING.size())
                .filter(index -> !left.contains(index))
                .mapToObj(EVERYTHING::get)
                .toList();
    }
}
