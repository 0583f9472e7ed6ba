package dev.sheetbend.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts whole deployment errors: subject, problem, rule. */
final class Refusals {
    /** For methods that only look at its identity. */
    static final Session SESSION = (Session) Proxy.newProxyInstance(
            Refusals.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private Refusals() {}

    static void assertRefused(ThrowingCallable deployment, String message) {
        assertThatThrownBy(deployment).isInstanceOf(DeploymentException.class).hasMessage(message);
    }

    /**
     * @param method name and parameters, such as {@code open(Session)}
     */
    static void assertMethodRefused(Class<?> endpoint, String method, String problem, String rule) {
        assertRefused(
                () -> EndpointModel.server(endpoint),
                endpoint.getName() + "." + method + ": " + problem + " (" + rule + ")");
    }
}
