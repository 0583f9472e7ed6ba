package dev.sheetbend.websocket.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

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
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicInteger;

/** What the endpoints of the tests have injected. */
final class Beans {
    private Beans() {}

    /** How many dependent objects there are. */
    static final AtomicInteger HELPERS = new AtomicInteger();

    /** Dependent: ends with whoever has it injected. */
    @Dependent
    public static class Helper {
        /** For CDI. */
        public Helper() {
            HELPERS.incrementAndGet();
        }

        String help() {
            return "helped";
        }

        @PreDestroy
        void end() {
            HELPERS.decrementAndGet();
        }
    }

    /** One for all. */
    @ApplicationScoped
    public static class Greeting {
        /** For CDI. */
        public Greeting() {}

        /** Of anybody. */
        public String greet(String name) {
            return "Hello " + name;
        }
    }

    /** One for each call of an endpoint. */
    @RequestScoped
    public static class PerCall {
        private int uses;

        /** For CDI. */
        public PerCall() {}

        /** How often it has been used. */
        public int use() {
            return ++uses;
        }

        @PreDestroy
        void end() {
            Journal.add("call ended after " + uses);
        }
    }

    /** Calls are written into the journal. */
    @InterceptorBinding
    @Retention(RUNTIME)
    @Target({TYPE, METHOD})
    public @interface Traced {}

    /** Writes them. */
    @Traced
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Tracer {
        private final Helper helper;

        @Inject
        Tracer(Helper helper) {
            this.helper = helper;
        }

        @AroundInvoke
        Object trace(InvocationContext call) throws Exception {
            String name = call.getMethod().getName();
            try {
                Journal.add(helper.help() + " before " + name);
                Object result = call.proceed();
                Journal.add("after " + name);
                return result;
            } catch (Exception e) {
                Journal.add(name + " threw " + e.getMessage());
                throw e;
            }
        }
    }
}
