package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which client connections end with a web application: those that its own class loader tells to be its own. */
@Timeout(60)
class ClientsOfApplicationsTest {
    private final ClassLoader program = getClass().getClassLoader();

    /** Not of the program: it is there for longer than the applications that end. */
    private final UndertowApplication peer =
            new UndertowApplication(Echo.class).loadedBy(new URLClassLoader(new URL[0], program));

    /** Sends back what it gets. */
    @ServerEndpoint("/echo")
    public static class Echo {
        @OnMessage
        public String text(String text) {
            return text;
        }
    }

    /** Keeps texts and close codes. */
    private static final class Client extends Endpoint {
        private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) received::add);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            received.add(reason.getCloseCode().getCode());
        }

        Object next() throws InterruptedException {
            return received.poll(20, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void startPeer() throws Exception {
        peer.start();
    }

    @AfterEach
    void stopPeer() throws Exception {
        peer.close();
    }

    @Test
    void anApplicationWithTheLoaderOfTheProgramEndsNobodysClients() throws Exception {
        var client = new Client();
        UndertowApplication embedded = new UndertowApplication().start();
        Session session = connect(program, client);

        embedded.close();

        session.getBasicRemote().sendText("still here");
        assertThat(client.next()).isEqualTo("still here");
        session.close();
    }

    @Test
    void anApplicationWithALoaderOfItsOwnEndsItsClientsAndNoOthers() throws Exception {
        var own = new URLClassLoader(new URL[0], program);
        var its = new Client();
        var other = new Client();
        UndertowApplication application =
                new UndertowApplication().loadedBy(own).start();
        connect(own, its);
        Session session = connect(new URLClassLoader(new URL[0], program), other);

        application.close();

        assertThat(its.next()).isEqualTo(1001);
        session.getBasicRemote().sendText("still here");
        assertThat(other.next()).isEqualTo("still here");
        session.close();
    }

    private Session connect(ClassLoader application, Client client) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return ContainerProvider.getWebSocketContainer()
                    .connectToServer(client, null, URI.create("ws://localhost:" + peer.port() + "/app/echo"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
