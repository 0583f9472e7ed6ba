package dev.sheetbend.websocket.servlet;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;

/** An application with injection, server and client. */
final class CdiEndpoints {
    private CdiEndpoints() {}

    /** What its classes have seen. Guarded by itself. */
    private static final List<String> EVENTS = new ArrayList<>();

    static void clear() {
        synchronized (EVENTS) {
            EVENTS.clear();
        }
    }

    static void note(String event) {
        synchronized (EVENTS) {
            EVENTS.add(event);
        }
    }

    static List<String> events() {
        synchronized (EVENTS) {
            return List.copyOf(EVENTS);
        }
    }

    /** Lives as long as whoever has it injected. */
    @Dependent
    public static class Helper {
        /** For CDI. */
        public Helper() {}

        String help() {
            return "helped";
        }
    }

    /** Lives as long as the application. */
    @ApplicationScoped
    public static class Greeting {
        /** For CDI. */
        public Greeting() {}

        /** Of anybody. */
        public String greet(String name) {
            return "Hello " + name;
        }

        @PreDestroy
        void end() {
            note("application ended");
        }
    }

    /** Lives as long as a call. */
    @RequestScoped
    public static class PerCall {
        private int uses;

        /** For CDI. */
        public PerCall() {}

        /** How often it has been used. */
        public int use() {
            return ++uses;
        }
    }

    /** Calls are noted. */
    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Traced {}

    /** Notes them. */
    @Traced
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Tracer {
        /** For CDI. */
        public Tracer() {}

        @AroundInvoke
        Object trace(InvocationContext call) throws Exception {
            note("calls " + call.getMethod().getName());
            return call.proceed();
        }
    }

    /** A message. */
    public record Word(String text) {}

    /** Injected. */
    public static class WordEncoder implements Encoder.Text<Word> {
        @Inject
        private Helper helper;

        /** For CDI. */
        public WordEncoder() {}

        @Override
        public String encode(Word word) {
            return word.text() + ", encoder " + helper.help();
        }

        @PreDestroy
        void end() {
            note("encoder ended");
        }
    }

    /** Injected. */
    public static class WordDecoder implements Decoder.Text<Word> {
        @Inject
        private Helper helper;

        /** For CDI. */
        public WordDecoder() {}

        @Override
        public Word decode(String text) {
            return new Word(text + ", decoder " + helper.help());
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }

        @PreDestroy
        void end() {
            note("decoder ended");
        }
    }

    /** Injected. */
    public static class ChatConfigurator extends ServerEndpointConfig.Configurator {
        @Inject
        private Helper helper;

        /** For CDI. */
        public ChatConfigurator() {}

        @Override
        public boolean checkOrigin(String origin) {
            note("configurator " + helper.help());
            return true;
        }

        @PreDestroy
        void end() {
            note("configurator ended");
        }
    }

    /** Injected by its constructor. */
    @Dependent
    @ServerEndpoint(
            value = "/chat",
            configurator = ChatConfigurator.class,
            encoders = WordEncoder.class,
            decoders = WordDecoder.class)
    public static class Chat {
        private final Greeting greeting;
        private final PerCall perCall;

        @Inject
        Chat(Greeting greeting, PerCall perCall) {
            this.greeting = greeting;
            this.perCall = perCall;
        }

        @OnMessage
        @Traced
        public Word message(Word word) {
            return new Word(greeting.greet(word.text()) + perCall.use() + perCall.use());
        }

        @OnClose
        public void close(CloseReason reason) {
            note(greeting.greet("and good-bye " + reason.getCloseCode().getCode()));
        }

        @PreDestroy
        void end() {
            note("chat " + greeting.greet("ended"));
        }
    }

    /** The client of the same application. */
    @ClientEndpoint
    public static class Caller {
        @Inject
        private Greeting greeting;

        /** For CDI. */
        public Caller() {}

        @OnOpen
        @Traced
        public void open(Session session) throws Exception {
            session.getBasicRemote().sendText("I");
        }

        @OnMessage
        public void message(String text) {
            note("caller: " + greeting.greet(text));
        }

        @PreDestroy
        void end() {
            note("caller ended");
        }
    }
}
