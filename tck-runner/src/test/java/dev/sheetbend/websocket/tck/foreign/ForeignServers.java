package dev.sheetbend.websocket.tck.foreign;

import dev.sheetbend.websocket.tck.ServerProcess;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Every selected server, plain and by TLS. The processes belong to the test run, which closes them at its end. */
final class ForeignServers implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return in(context).map(Arguments::of);
    }

    /** The same for any test of this run. */
    static Stream<ForeignPeer> in(ExtensionContext context) {
        ExtensionContext.Store store =
                context.getRoot().getStore(ExtensionContext.Namespace.create(ForeignServers.class));
        return ForeignServer.selected().stream()
                .flatMap(server -> Stream.of(false, true)
                        .map(tls -> new ForeignPeer(
                                server,
                                tls,
                                () -> store.getOrComputeIfAbsent(
                                        server, ForeignProcesses::start, ServerProcess.class))));
    }
}
