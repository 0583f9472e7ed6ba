package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the annotated methods of one endpoint class under the rules of specification 4.3 to 4.8. Used once, by the
 * thread that deploys.
 *
 * <p>Inherited methods that are not overridden are called too, as other implementations do: the specification speaks of
 * overriding methods and of class annotations only. Static methods are called like others; methods that are not public
 * are refused, because they would never be called.
 */
final class EndpointScan {
    private final Class<?> endpoint;
    private final List<String> variables;
    private final CoderModel coders;
    private final TypeBindings bindings;
    private final PathParameters pathParameters = new PathParameters();

    private Optional<LifecycleMethod> onOpen = Optional.empty();
    private Optional<LifecycleMethod> onClose = Optional.empty();
    private Optional<LifecycleMethod> onError = Optional.empty();
    private final List<MessageMethod> messageMethods = new ArrayList<>();

    /**
     * @param variables the names in the endpoint's path template
     */
    EndpointScan(Class<?> endpoint, List<String> variables, CoderModel coders) {
        this.endpoint = endpoint;
        this.variables = variables;
        this.coders = coders;
        this.bindings = TypeBindings.of(endpoint);
    }

    void run() throws DeploymentException {
        try {
            List<EndpointMethod> methods = EndpointMethod.of(endpoint, bindings);
            Optional<Method> hidden = EndpointMethod.annotatedButNotPublic(endpoint, methods);
            if (hidden.isPresent()) {
                throw DeploymentErrors.error(
                        hidden.get(),
                        "a method with a WebSocket annotation must be public",
                        "specification 4.4 to 4.7");
            }
            onOpen = lifecycle(methods, OnOpen.class, EndpointConfig.class, "WSC-4.4-3");
            onClose = lifecycle(methods, OnClose.class, CloseReason.class, "WSC-4.5-4");
            onError = lifecycle(methods, OnError.class, Throwable.class, "WSC-4.6-3");
            for (EndpointMethod method : methods) {
                if (method.has(OnMessage.class)) {
                    message(method);
                }
            }
        } catch (LinkageError e) {
            throw new DeploymentException(
                    endpoint.getName() + ": a class that its methods use could not be loaded: " + e.getMessage(), e);
        }
    }

    Optional<LifecycleMethod> onOpen() {
        return onOpen;
    }

    Optional<LifecycleMethod> onClose() {
        return onClose;
    }

    Optional<LifecycleMethod> onError() {
        return onError;
    }

    Optional<MessageMethod> message(Predicate<MessageKind> kinds) {
        return messageMethods.stream()
                .filter(method -> kinds.test(method.kind()))
                .findFirst();
    }

    PathParameters pathParameters() {
        return pathParameters;
    }

    private Optional<LifecycleMethod> lifecycle(
            List<EndpointMethod> methods, Class<? extends Annotation> annotation, Class<?> argument, String rule)
            throws DeploymentException {
        String name = "@" + annotation.getSimpleName();
        Optional<LifecycleMethod> found = Optional.empty();
        for (EndpointMethod method : methods) {
            if (!method.has(annotation)) {
                continue;
            }
            if (found.isPresent()) {
                throw DeploymentErrors.error(
                        method.declared(), "is a second " + name + " method, beside " + found.get(), rule);
            }
            found = Optional.of(new LifecycleMethod(
                    MethodBinder.bind(method.callable(), lifecycleParameters(method, name, argument, rule))));
        }
        return found;
    }

    private List<MethodBinder.Parameter> lifecycleParameters(
            EndpointMethod method, String name, Class<?> argument, String rule) throws DeploymentException {
        MethodBinder.Parameter[] roles = commonParameters(method, rule);
        boolean argumentTaken = false;
        for (int i = 0; i < roles.length; i++) {
            if (roles[i] != null) {
                continue;
            }
            Class<?> type = parameterType(method, i);
            if (type != argument) {
                throw DeploymentErrors.error(
                        method.declared(),
                        "an " + name + " method cannot have a parameter of type " + type.getTypeName()
                                + "; it may have a Session, the " + argument.getSimpleName()
                                + " and parameters with @PathParam",
                        rule);
            }
            if (argumentTaken) {
                throw repeated(method, argument, rule);
            }
            argumentTaken = true;
            roles[i] = MethodBinder.Parameter.of(MethodBinder.Role.ARGUMENT);
        }
        if (argument == Throwable.class && !argumentTaken) {
            throw DeploymentErrors.error(method.declared(), "an @OnError method must have a Throwable parameter", rule);
        }
        return List.of(roles);
    }

    /** The Session and the path parameters; what is left null is for the caller to place. */
    private MethodBinder.Parameter[] commonParameters(EndpointMethod method, String rule) throws DeploymentException {
        var roles = new MethodBinder.Parameter[method.declared().getParameterCount()];
        boolean sessionTaken = false;
        for (int i = 0; i < roles.length; i++) {
            PathParam pathParam = method.declared().getParameters()[i].getAnnotation(PathParam.class);
            Class<?> type = parameterType(method, i);
            if (pathParam != null) {
                roles[i] = MethodBinder.Parameter.path(pathIndex(method, pathParam.value(), type));
            } else if (type == Session.class) {
                if (sessionTaken) {
                    throw repeated(method, Session.class, rule);
                }
                sessionTaken = true;
                roles[i] = MethodBinder.Parameter.of(MethodBinder.Role.SESSION);
            }
        }
        return roles;
    }

    private int pathIndex(EndpointMethod method, String name, Class<?> type) throws DeploymentException {
        if (type != String.class && !TextConversion.isPrimitiveOrBox(type)) {
            throw DeploymentErrors.error(
                    method.declared(),
                    "a parameter with @PathParam must be a String, a primitive or a box, not " + type.getTypeName(),
                    "WSC-4.3-1");
        }
        if (name.isEmpty()) {
            throw DeploymentErrors.error(method.declared(), "@PathParam must have a value", "WSC-4.3-2");
        }
        // Where the template has no such variable the value is null, which a primitive cannot be.
        if (type.isPrimitive() && !variables.contains(name)) {
            throw DeploymentErrors.error(
                    method.declared(),
                    "@PathParam(\"" + name + "\") is no variable of the path, so its value is null, which "
                            + type.getName() + " cannot take",
                    "WSC-4.3-3");
        }
        return pathParameters.indexOf(name, type);
    }

    private static DeploymentException repeated(EndpointMethod method, Class<?> type, String rule) {
        return DeploymentErrors.error(
                method.declared(), "has more than one parameter of type " + type.getSimpleName(), rule);
    }

    private Type genericType(EndpointMethod method, int parameter) {
        return bindings.resolve(method.declared().getGenericParameterTypes()[parameter]);
    }

    private Class<?> parameterType(EndpointMethod method, int parameter) {
        return bindings.eraseToBound(genericType(method, parameter));
    }

    private void message(EndpointMethod method) throws DeploymentException {
        MethodBinder.Parameter[] roles = commonParameters(method, "WSC-4.7-1");
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            if (roles[i] == null) {
                open.add(i);
            }
        }
        int message = messageParameter(method, open);
        boolean partial = open.size() == 2;
        for (int i : open) {
            roles[i] = MethodBinder.Parameter.of(i == message ? MethodBinder.Role.ARGUMENT : MethodBinder.Role.LAST);
        }
        List<MessageKind> kinds = kinds(method, parameterType(method, message), partial);
        long maxMessageSize = maxMessageSize(method);
        requireSendable(method);
        BoundMethod bound = MethodBinder.bind(method.callable(), List.of(roles));
        for (MessageKind kind : kinds) {
            add(
                    method,
                    new MessageMethod(
                            bound,
                            kind,
                            parameterType(method, message),
                            genericType(method, message),
                            maxMessageSize,
                            method.declared().getReturnType() != void.class));
        }
    }

    /** Which of the parameters without another role is the message; a boolean beside it tells the last part. */
    private int messageParameter(EndpointMethod method, List<Integer> open) throws DeploymentException {
        if (open.size() == 1) {
            return open.get(0);
        }
        if (open.size() == 2) {
            boolean firstIsFlag = parameterType(method, open.get(0)) == boolean.class;
            boolean secondIsFlag = parameterType(method, open.get(1)) == boolean.class;
            if (firstIsFlag != secondIsFlag) {
                return open.get(firstIsFlag ? 1 : 0);
            }
        }
        throw DeploymentErrors.error(
                method.declared(),
                open.isEmpty()
                        ? "an @OnMessage method must have a parameter for the message"
                        : "an @OnMessage method can have one parameter for the message, a boolean beside it if the"
                                + " message comes in parts, a Session and parameters with @PathParam",
                "WSC-4.7-1");
    }

    private List<MessageKind> kinds(EndpointMethod method, Class<?> type, boolean partial) throws DeploymentException {
        try {
            return MessageTypes.kinds(type, partial, coders);
        } catch (IllegalArgumentException e) {
            throw DeploymentErrors.error(method.declared(), e.getMessage(), "WSC-4.7-1");
        }
    }

    private static long maxMessageSize(EndpointMethod method) throws DeploymentException {
        long size = method.declared().getAnnotation(OnMessage.class).maxMessageSize();
        if (size > Integer.MAX_VALUE || size < -1) {
            throw DeploymentErrors.error(
                    method.declared(),
                    "maxMessageSize is " + size + ", but must be -1 or from 0 to " + Integer.MAX_VALUE,
                    "specification 4.7.1");
        }
        return size;
    }

    private void requireSendable(EndpointMethod method) throws DeploymentException {
        Class<?> type = bindings.eraseToBound(method.declared().getGenericReturnType());
        boolean builtIn = type == void.class
                || TextConversion.isPrimitiveOrBox(type)
                // The types that are declared may be wider than what is returned, such as Object or CharSequence.
                || type.isAssignableFrom(String.class)
                || type.isAssignableFrom(byte[].class)
                || type.isAssignableFrom(ByteBuffer.class)
                || type == Number.class;
        if (!builtIn && !coders.mayEncode(type)) {
            throw DeploymentErrors.error(
                    method.declared(),
                    "its return type " + type.getTypeName()
                            + " cannot be sent, as none of the endpoint's encoders takes it",
                    "WSC-4.7-1");
        }
    }

    private void add(EndpointMethod method, MessageMethod message) throws DeploymentException {
        MessageKind kind = message.kind();
        String format = kind.text() ? "text" : kind.binary() ? "binary" : "pong";
        for (MessageMethod other : messageMethods) {
            if (other.kind().text() == kind.text() && other.kind().binary() == kind.binary()) {
                throw DeploymentErrors.error(
                        method.declared(),
                        "is a second @OnMessage method for " + format + " messages, beside " + other,
                        "WSC-4.7-4");
            }
        }
        messageMethods.add(message);
    }
}
