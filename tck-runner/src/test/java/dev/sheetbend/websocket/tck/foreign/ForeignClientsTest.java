package dev.sheetbend.websocket.tck.foreign;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.ServersOfOneTest;
import dev.sheetbend.websocket.tck.TestTls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that are not ours against our servers, with compression: each is one process that talks to all of them, checks
 * what was negotiated and every message that comes back, and says {@code done}.
 */
@ExtendWith(ServersOfOneTest.class)
class ForeignClientsTest {
    @Test
    void theWsPackageCompresses(List<ServerUnderTest> servers) throws Exception {
        assumeSelected(ForeignServer.NODE, servers);
        NodePrograms.run(NodePrograms.command("client.mjs", applications(servers)));
    }

    @Test
    void chromiumCompresses(List<ServerUnderTest> servers) throws Exception {
        assumeSelected(ForeignServer.NODE, servers);
        List<String> command = new ArrayList<>(NodePrograms.command("browser.mjs", NodePrograms.browser()));
        servers.forEach(server -> command.add(server.page("").toString()));
        NodePrograms.run(command);
    }

    @ParameterizedTest
    @EnumSource(names = {"JETTY", "TOMCAT"})
    void aClientOfAnotherContainerCompresses(ForeignServer client, List<ServerUnderTest> servers) throws Exception {
        assumeSelected(client, servers);
        List<String> args = new ArrayList<>(List.of(TestTls.keystore().toString()));
        args.addAll(List.of(applications(servers)));
        NodePrograms.run(ForeignProcesses.java(client, ForeignClientMain.class.getName(), args.toArray(String[]::new)));
    }

    /** By the property of the servers: who leaves out the peers on Node, say, leaves out what needs it. */
    private static void assumeSelected(ForeignServer peer, List<ServerUnderTest> servers) {
        assumeTrue(ForeignServer.selected().contains(peer), peer + " is not selected");
        assumeFalse(servers.isEmpty(), "None of the containers is selected");
    }

    private static String[] applications(List<ServerUnderTest> servers) {
        return servers.stream().map(server -> server.endpoint("").toString()).toArray(String[]::new);
    }
}
