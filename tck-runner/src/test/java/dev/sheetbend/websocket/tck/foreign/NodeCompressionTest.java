package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.tck.ServerNameInFailures;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Our client against the one foreign server that can be told what to answer, and that knows all four parameters. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(NodeCompressionTest.Servers.class)
@ExtendWith(ServerNameInFailures.class)
class NodeCompressionTest extends ForeignDeflateTest {
    NodeCompressionTest(ForeignPeer peer) {
        super(peer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"serverMaxWindowBits":9}                                          | server_max_window_bits=9
            {"clientMaxWindowBits":8}                                          | client_max_window_bits=8
            {"clientMaxWindowBits":10}                                         | client_max_window_bits=10
            {"serverMaxWindowBits":8,"clientMaxWindowBits":9}                  | client_max_window_bits=9
            {"serverNoContextTakeover":true}                                   | server_no_context_takeover
            {"clientNoContextTakeover":true}                                   | client_no_context_takeover
            {"serverNoContextTakeover":true,"clientNoContextTakeover":true}    | client_no_context_takeover
            """)
    void whatTheServerWantsIsKeptTo(String options, String answered) throws Exception {
        Connection connection = deflate(Map.of(SheetbendProperties.COMPRESSION_CONTEXT_TAKEOVER, "both"), options);
        connection.isNegotiated(true);
        assertThat(connection.answer()).contains(answered);
        exchange(connection.client(), 20);
    }

    /** Node's, if it is selected. */
    static final class Servers implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return ForeignServers.in(context)
                    .filter(peer -> peer.server() == ForeignServer.NODE)
                    .map(Arguments::of);
        }
    }
}
