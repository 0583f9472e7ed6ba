package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.util.List;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Specification, chapter 5. */
class ErrorsAndThreadsConformanceTest extends DeployedWar {
    @ArquillianResource
    private Deployer deployer;

    /** The endpoints of this chapter, and a class that is none. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("errors", ErrorEndpoints.class, Gate.class, MalformedEndpoints.NotAnnotated.class);
    }

    /** One endpoint in order, one malformed. */
    @Deployment(name = "broken", managed = false, testable = false)
    static WebArchive broken() {
        return war("broken", AnnotatedEndpoints.Echo.class, MalformedEndpoints.TwoOpenMethods.class);
    }

    /** What decides about its endpoints runs out of memory. */
    @Deployment(name = "exhausted", managed = false, testable = false)
    static WebArchive exhausted() {
        return war("exhausted", AnnotatedEndpoints.Echo.class, ExhaustedApplication.class);
    }

    @Test
    void wsc_5_1_1_eachPeerOfAnAnnotatedEndpointHasAnInstance() throws Exception {
        JdkSocket one = jdk("instances");
        JdkSocket other = jdk("instances");

        assertThat(ask(one, "opens")).isEqualTo("1");
        assertThat(ask(other, "opens")).isEqualTo("1");
    }

    @Test
    void wsc_5_1_2_theNextMessageWaitsForTheOneBefore() throws Exception {
        RawWebSocketClient client = raw("slow/message");
        client.send(
                WireFrame.of(WireFrame.TEXT, "one"),
                WireFrame.of(WireFrame.TEXT, "two"),
                WireFrame.of(WireFrame.BINARY, new byte[3]));
        awaitJournal("open begins", "open ends", "one begins");
        get("gate");

        awaitJournal(
                "open begins", "open ends", "one begins", "one ends, last", "two begins", "two ends, last", "bytes 3");
    }

    @Test
    void wsc_5_1_2_theCloseMethodWaitsForTheMessageMethod() throws Exception {
        RawWebSocketClient client = raw("slow/message");
        client.sendText("close");
        assertThat(closeCode(client)).isEqualTo(1000);
        awaitJournal("open begins", "open ends", "close begins");
        get("gate");

        awaitJournal("open begins", "open ends", "close begins", "close ends, last", "close");
    }

    @Test
    void wsc_5_1_2_ofManyMessagesNoTwoAreHandledAtOnce() throws Exception {
        RawWebSocketClient client = raw("counting");
        for (int i = 0; i < 500; i++) {
            client.send(
                    i % 2 == 0 ? WireFrame.of(WireFrame.TEXT, "text") : WireFrame.of(WireFrame.BINARY, new byte[3]));
        }

        for (int i = 0; i < 500; i++) {
            assertThat(text(client)).isEqualTo("1");
        }
    }

    @Test
    void wsc_5_1_3_theCloseMethodWaitsForTheOpenMethod() throws Exception {
        RawWebSocketClient client = raw("slow/open");
        client.sendClose(1000, "");
        awaitJournal("open begins");
        get("gate");

        awaitJournal("open begins", "open ends", "close");
    }

    @Test
    void wsc_5_1_3_theCloseMethodWaitsForTheOpenMethodWhenTheConnectionIsLost() throws Exception {
        raw("slow/open").reset();
        awaitJournal("open begins");
        get("gate");

        awaitJournal("open begins", "open ends", "close");
    }

    @Test
    void wsc_5_1_4_noTwoCallsOfOnePeerOverlap() throws Exception {
        RawWebSocketClient client = raw("slow/open");
        client.send(
                WireFrame.of(WireFrame.BINARY, new byte[1]),
                WireFrame.of(WireFrame.TEXT, "text"),
                WireFrame.close(1000, ""));
        awaitJournal("open begins");
        get("gate");

        awaitJournal("open begins", "open ends", "bytes 1", "text begins", "text ends, last", "close");
    }

    @Test
    void wsc_5_1_5_thePartsOfAMessageComeOneAfterAnother() throws Exception {
        RawWebSocketClient client = raw("slow/message");
        client.send(
                WireFrame.of(WireFrame.TEXT, "a").notFinal(),
                WireFrame.of(WireFrame.CONTINUATION, "b").notFinal(),
                WireFrame.of(WireFrame.CONTINUATION, "c"),
                WireFrame.of(WireFrame.BINARY, new byte[2]));
        awaitJournal("open begins", "open ends", "a begins");
        get("gate");

        awaitJournal(
                "open begins",
                "open ends",
                "a begins",
                "a ends",
                "b begins",
                "b ends",
                "c begins",
                "c ends, last",
                "bytes 2");
    }

    @Test
    void wsc_5_2_1_1_aDeploymentThatLacksResourcesSaysWhere() throws Exception {
        assertThatThrownBy(() -> deployer.deploy("exhausted"))
                .hasStackTraceContaining("ExhaustedApplication")
                .hasStackTraceContaining("no memory in this test");

        assertThat(handshake("/exhausted/echo").status()).isEqualTo(404);
    }

    @Test
    void wsc_5_2_1_2_theFailureOfADeploymentNamesTheClass() {
        assertThatThrownBy(() -> deployer.deploy("broken")).hasStackTraceContaining("TwoOpenMethods");
    }

    @Test
    void wsc_5_2_1_3_aMalformedEndpointStopsTheWholeApplication() throws Exception {
        assertThatThrownBy(() -> deployer.deploy("broken")).isNotNull();

        assertThat(handshake("/broken/echo").status()).isEqualTo(404);
    }

    @Test
    void wsc_5_2_1_4_addEndpointFailsWithADeploymentException() throws Exception {
        assertThat(deploy(MalformedEndpoints.NotAnnotated.class))
                .startsWith("DeploymentException")
                .contains("NotAnnotated");
    }

    @Test
    void wsc_5_2_1_5_theContainerReportsTheFailureOfADeployment() {
        assertThatThrownBy(() -> deployer.deploy("broken"))
                .isInstanceOf(DeploymentException.class)
                .hasStackTraceContaining("The WebSocket endpoints cannot be deployed");
    }

    @Test
    void wsc_5_2_2_1_anErrorOfTheApplicationEndsNothing() throws Exception {
        JdkSocket socket = jdk("unhandled");
        socket.sendText("-1");
        socket.sendText("no number");

        assertThat(ask(socket, "1")).isEqualTo("2");
    }

    @Test
    void wsc_5_2_2_2_theErrorMethodIsCalled() throws Exception {
        JdkSocket socket = jdk("handled");
        socket.sendText("checked");
        socket.sendText("error");
        assertThat(ask(socket, "still there")).isEqualTo("still there");

        assertThat(journal()).containsExactly("error IOException", "error AssertionError");
    }

    @Test
    void wsc_5_2_2_2_onErrorOfAProgrammaticEndpointIsCalled() throws Exception {
        assertThat(deploy(ErrorEndpoints.Programmatic.class, "/programmatic")).isEqualTo("deployed");
        jdk("programmatic").sendText("why");

        awaitJournal("error IllegalArgumentException why");
    }

    @Test
    void wsc_5_2_2_3_anErrorThatNobodyHandlesIsLogged() throws Exception {
        try (var log = new CapturedLog()) {
            assertThat(ask(jdkAfter("unhandled", "-17"), "1")).isEqualTo("2");

            await().atMost(WAIT)
                    .untilAsserted(() -> assertThat(log.causes()).anyMatch(text -> text.contains("negative: -17")));
        }
    }

    @Test
    void wsc_5_2_2_4_anErrorOfTheErrorMethodIsLogged() throws Exception {
        try (var log = new CapturedLog()) {
            assertThat(ask(jdkAfter("twice", "fail"), "1")).isEqualTo("1");

            await().atMost(WAIT)
                    .untilAsserted(
                            () -> assertThat(log.causes()).anyMatch(text -> text.contains("the second failure")));
        }
    }

    @Test
    void wsc_5_2_3_1_aPeerThatBreaksTheProtocolIsReportedToTheErrorMethod() throws Exception {
        RawWebSocketClient client = raw("handled");
        client.send(WireFrame.of(WireFrame.TEXT, "not masked").unmasked());

        assertThat(closeCode(client)).isEqualTo(1002);
        client.close();
        await().atMost(WAIT).untilAsserted(() -> assertThat(journal()).hasSize(2));
        List<String> lines = journal();
        assertThat(lines.get(0)).startsWith("error ");
        assertThat(lines.get(1)).isEqualTo("close 1002");
    }

    private JdkSocket jdkAfter(String path, String message) throws Exception {
        JdkSocket socket = jdk(path);
        socket.sendText(message);
        return socket;
    }
}
