package dev.sheetbend.websocket.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.HandshakeException;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CDI that is there but does not run, starts late, or stops early. */
@Timeout(60)
class CdiStartAndStopTest {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getLoggerName() + ": " + entry.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private Application application;

    @BeforeEach
    void start() throws Exception {
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        application = Application.withoutCdi();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        ROOT.removeHandler(handler);
        application.close();
    }

    @Test
    void withoutARunningContainerInstancesAreMadeByTheirConstructorsAndNothingIsLogged() throws Exception {
        Session session = application.connect("/own");
        session.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got Ann without");
        Session second = application.connect("/request");
        second.getBasicRemote().sendText("Ann");
        Journal.awaitEvent("got 1");
        session.close();
        second.close();
        application.client.connectToServer(ClientEndpoints.Programmatic.class, null, application.socket.uri("/own"));
        application.close();

        assertThat(Journal.events()).noneMatch(event -> event.contains("ended") || event.contains("before"));
        assertThat(log).isEmpty();
    }

    @Test
    void aClassThatOnlyCdiCanConstructSaysSo() {
        assertThatThrownBy(() -> application.connect("/chat"))
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(500));
        assertThatThrownBy(() -> application.client.connectToServer(
                        ClientEndpoints.Caller.class, application.socket.uri("/chat")))
                .isInstanceOf(DeploymentException.class)
                .hasMessage("Could not make an instance of " + ClientEndpoints.Caller.class.getName() + ".")
                .cause()
                .rootCause()
                .isInstanceOf(NoSuchMethodException.class);
        assertThat(log).hasSize(1);
    }

    @Test
    void whatIsDeployedBeforeCdiStartsIsInjectedNevertheless() throws Exception {
        application.startCdi();
        Session session = application.connect("/chat");
        session.getBasicRemote().sendText("a");

        Journal.awaitEvent("got a, decoder helped12, encoder helped");
        assertThat(Journal.events()).contains("configurator helped");
    }

    @Test
    void aConfiguratorIsMadeOnceEvenIfLate() throws Exception {
        application.startCdi();
        application.connect("/chat").close();
        application.connect("/chat").close();
        application.server.stop();

        assertThat(Journal.count("configurator helped")).isEqualTo(2);
        assertThat(Journal.count("configurator ended")).isEqualTo(1);
    }

    @Test
    void aConnectionThatOutlivesCdiEndsInPeace() throws Exception {
        application.startCdi();
        Session session = application.connect("/chat");
        application.stopCdi();
        log.clear();
        session.close();

        Journal.awaitEvent("onClose 1000");
        Journal.awaitEvent("chat ended");
        await().atMost(Duration.ofSeconds(20)).until(() -> application.server.sessionCount() == 0);
        assertThat(log).noneMatch(entry -> entry.startsWith("dev.sheetbend"));
    }

    @Test
    void whatIsKnownOfARunningContainerIsFoundOutOnce() {
        application.startCdi();
        var source = new CdiInstanceSource();
        assertThat(source.settled()).isTrue();
        assertThat(source.beans().orElseThrow()).isSameAs(source.beans().orElseThrow());
        source.close();
        assertThat(source.beans().orElseThrow()).isNotSameAs(source.beans().orElseThrow());
        application.stopCdi();
        assertThat(source.settled()).isFalse();
    }

    @Test
    void aContainerThatStartsAfterAnotherIsUsed() throws Exception {
        application.startCdi();
        application.connect("/stranger").close();
        Journal.awaitEvent("stranger ended");
        application.stopCdi();
        application.startCdi();
        Session session = application.connect("/stranger");
        session.getBasicRemote().sendText("Ann");

        Journal.awaitEvent("got Hello Ann");
    }

    @Test
    void aStoppedServerContainerKeepsNothingOfCdi() throws Exception {
        application.startCdi();
        application.connect("/chat").close();
        Journal.awaitEvent("chat ended");
        application.server.stop();
        application.client.close();
        WeakReference<BeanManager> manager = new WeakReference<>(application.bean(BeanManager.class));
        WeakReference<Object> greeting = new WeakReference<>(application.bean(Beans.Greeting.class));
        application.stopCdi();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return manager.refersTo(null) && greeting.refersTo(null);
        });
        assertThat(application.server.sessionCount()).isZero();
    }
}
