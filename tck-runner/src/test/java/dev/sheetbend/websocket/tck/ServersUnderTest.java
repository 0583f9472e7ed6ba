package dev.sheetbend.websocket.tck;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Every selected container, plain and by TLS. The processes belong to the test run, which closes them at its end. */
final class ServersUnderTest implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return in(context).map(Arguments::of);
    }

    /** The same for any test of this run. */
    static Stream<ServerUnderTest> in(ExtensionContext context) {
        ExtensionContext.Store store =
                context.getRoot().getStore(ExtensionContext.Namespace.create(ServersUnderTest.class));
        return Container.selected().stream()
                .flatMap(container -> Stream.of(false, true)
                        .map(tls -> new ServerUnderTest(
                                container,
                                tls,
                                () -> store.getOrComputeIfAbsent(
                                        container, ServerProcess::start, ServerProcess.class))));
    }
}
