package dev.sheetbend.websocket.tck;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test that starts a costly client a list of servers to run it against: one container of each family, as far as
 * selected, plain and by TLS. They are the ones that {@link AgainstEveryContainer} shares.
 */
public final class ServersOfOneTest implements ParameterResolver {
    private static final Set<Container> FAMILIES =
            EnumSet.of(Container.JETTY_12_1, Container.TOMCAT_11, Container.UNDERTOW_2_3);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == List.class;
    }

    @Override
    public List<ServerUnderTest> resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return ServersUnderTest.in(context)
                .filter(server -> FAMILIES.contains(server.container()))
                .toList();
    }
}
