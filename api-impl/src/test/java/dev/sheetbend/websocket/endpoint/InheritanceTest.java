package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.SESSION;
import static dev.sheetbend.websocket.endpoint.Refusals.assertMethodRefused;
import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.endpoint.CoderModelTest.Point;
import dev.sheetbend.websocket.endpoint.CoderModelTest.PointDecoder;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Specification 4.8, and generic methods seen from a subclass. */
class InheritanceTest {
    public static class Base {
        final List<String> calls = new ArrayList<>();

        @OnOpen
        public void open(Session session) {
            calls.add("base open");
        }

        @OnMessage
        public void message(String message) {
            calls.add("base " + message);
        }
    }

    private static List<String> callsOf(Base endpoint) throws Throwable {
        EndpointModel model = EndpointModel.server(endpoint.getClass());
        PathArguments path = model.pathArguments(Map.of());
        if (model.onOpen().isPresent()) {
            model.onOpen().get().invoke(endpoint, SESSION, null, path);
        }
        if (model.textMethod().isPresent()) {
            model.textMethod().get().invoke(endpoint, SESSION, "text", true, path);
        }
        return endpoint.calls;
    }

    @ServerEndpoint("/")
    public static class Inherits extends Base {}

    @Test
    void inheritedMethodThatIsNotOverriddenIsCalled() throws Throwable {
        assertThat(callsOf(new Inherits())).containsExactly("base open", "base text");
    }

    @ServerEndpoint("/")
    public static class OverridesWithout extends Base {
        @Override
        public void message(String message) {
            calls.add("override " + message);
        }
    }

    @Test
    void overridingMethodWithoutTheAnnotationGetsNoCalls() throws Throwable {
        assertThat(callsOf(new OverridesWithout())).containsExactly("base open");
    }

    @ServerEndpoint("/")
    public static class BelowOverride extends OverridesWithout {}

    @Test
    void overridingMethodOfASuperclassWithoutTheAnnotationGetsNoCalls() throws Throwable {
        assertThat(callsOf(new BelowOverride())).containsExactly("base open");
    }

    @ServerEndpoint("/")
    public static class OverridesWith extends Base {
        @Override
        @OnMessage
        public void message(String message) {
            calls.add("override " + message);
        }
    }

    @Test
    void overridingMethodWithTheAnnotationIsCalledOnce() throws Throwable {
        assertThat(callsOf(new OverridesWith())).containsExactly("base open", "override text");
    }

    @ServerEndpoint("/")
    public static class AddsAnother extends Base {
        @OnOpen
        public void start(Session session) {}
    }

    @Test
    void methodBesideAnInheritedOneIsRefused() {
        assertMethodRefused(
                AddsAnother.class,
                "start(Session)",
                "is a second @OnOpen method, beside " + Base.class.getName() + ".open(Session)",
                "WSC-4.4-3");
    }

    public static class HiddenBase {
        @OnMessage
        void message(String message) {}
    }

    @ServerEndpoint("/")
    public static class InheritsHidden extends HiddenBase {}

    @ServerEndpoint("/")
    public static class PublishesHidden extends HiddenBase {
        @Override
        @OnMessage
        public void message(String message) {}
    }

    @Test
    void inheritedMethodThatIsNotPublicIsRefusedUnlessOverridden() throws Exception {
        assertRefused(
                () -> EndpointModel.server(InheritsHidden.class),
                HiddenBase.class.getName() + ".message(String): a method with a WebSocket annotation must be public"
                        + " (specification 4.4 to 4.7)");
        assertThat(EndpointModel.server(PublishesHidden.class).textMethod()).isPresent();
    }

    @ServerEndpoint("/")
    public static class HidesAnOverload extends Base {
        @OnMessage
        void message(byte[] message) {}
    }

    @Test
    void methodThatIsNotPublicIsRefusedBesideAPublicOneOfItsName() {
        assertMethodRefused(
                HidesAnOverload.class,
                "message(byte[])",
                "a method with a WebSocket annotation must be public",
                "specification 4.4 to 4.7");
    }

    @ServerEndpoint("/{room}")
    public static class OverloadsPackagePrivate extends PackagePrivateBase<String> {
        @OnMessage
        public byte[] message(byte[] message, boolean last) {
            return message;
        }
    }

    @Test
    void overloadDoesNotHideAPublicMethodOfAPackagePrivateSuperclass() throws Exception {
        EndpointModel model = EndpointModel.server(OverloadsPackagePrivate.class);
        assertThat(model.textMethod()).isPresent();
        assertThat(model.binaryMethod()).isPresent();
    }

    /** A public subclass gets bridges for the public methods of a superclass that is not public. */
    static class PackagePrivateBase<T> {
        final List<Object> seen = new ArrayList<>();

        @OnMessage
        public T message(T message, @PathParam("room") String room) {
            seen.add(message);
            seen.add(room);
            return message;
        }
    }

    @ServerEndpoint("/{room}")
    public static class PublicSubclass extends PackagePrivateBase<String> {}

    @Test
    void publicMethodOfAPackagePrivateSuperclassIsCalled() throws Throwable {
        EndpointModel model = EndpointModel.server(PublicSubclass.class);
        MessageMethod method = model.textMethod().orElseThrow();
        assertThat(method.kind()).isEqualTo(MessageKind.TEXT);
        assertThat(method.messageType()).isEqualTo(String.class);
        PublicSubclass endpoint = new PublicSubclass();
        assertThat(method.invoke(endpoint, SESSION, "a", true, model.pathArguments(Map.of("room", "b"))))
                .isEqualTo("a");
        assertThat(endpoint.seen).containsExactly("a", "b");
    }

    @ServerEndpoint("/{room}")
    public static class OverridesPackagePrivate extends PackagePrivateBase<String> {
        @Override
        @OnMessage
        public String message(String message, String room) {
            return room;
        }
    }

    @Test
    void annotationsOfAnOverriddenMethodsParametersDoNotCount() {
        assertMethodRefused(
                OverridesPackagePrivate.class,
                "message(String, String)",
                "an @OnMessage method can have one parameter for the message, a boolean beside it if the message comes"
                        + " in parts, a Session and parameters with @PathParam",
                "WSC-4.7-1");
    }

    public interface Receives<M> {
        @OnMessage
        default String message(M message) {
            return "default " + message;
        }
    }

    public abstract static class Generic<A, B> implements Receives<B> {}

    @ServerEndpoint(value = "/", decoders = PointDecoder.class)
    public static class Resolved extends Generic<String, Point> {}

    @Test
    void typeParameterIsResolvedThroughSuperclassesAndInterfaces() throws Throwable {
        EndpointModel model = EndpointModel.server(Resolved.class);
        MessageMethod method = model.textMethod().orElseThrow();
        assertThat(method.kind()).isEqualTo(MessageKind.TEXT_OBJECT);
        assertThat(method.messageType()).isEqualTo(Point.class);
        assertThat(method.genericMessageType()).isEqualTo(Point.class);
        assertThat(method.invoke(new Resolved(), SESSION, new Point(1, 2), true, model.pathArguments(Map.of())))
                .isEqualTo("default Point[x=1, y=2]");
    }

    @ServerEndpoint("/")
    public static class ImplementsGeneric implements Receives<String> {
        @Override
        @OnMessage
        public String message(String message) {
            return "own " + message;
        }
    }

    @Test
    void genericMethodThatIsImplementedIsFoundOnce() throws Throwable {
        EndpointModel model = EndpointModel.server(ImplementsGeneric.class);
        assertThat(model.textMethod()
                        .orElseThrow()
                        .invoke(new ImplementsGeneric(), SESSION, "x", true, model.pathArguments(Map.of())))
                .isEqualTo("own x");
    }

    public static class Returns {
        @OnMessage
        public Object message(String message) {
            return "base";
        }
    }

    @ServerEndpoint("/")
    public static class ReturnsNarrower extends Returns {
        @Override
        @OnMessage
        public String message(String message) {
            return "narrower";
        }
    }

    @Test
    void overridingWithANarrowerReturnTypeIsFoundOnce() throws Throwable {
        EndpointModel model = EndpointModel.server(ReturnsNarrower.class);
        assertThat(model.textMethod()
                        .orElseThrow()
                        .invoke(new ReturnsNarrower(), SESSION, "x", true, model.pathArguments(Map.of())))
                .isEqualTo("narrower");
    }

    @ServerEndpoint("/")
    public static class OpenVariable<T extends CharSequence> {
        @OnMessage
        public <S extends String> T message(S message) {
            return null;
        }
    }

    @Test
    void openTypeVariableCountsAsItsBound() throws Exception {
        assertThat(EndpointModel.server(OpenVariable.class)
                        .textMethod()
                        .orElseThrow()
                        .messageType())
                .isEqualTo(String.class);
    }

    @ServerEndpoint(value = "/", encoders = CoderModelTest.ObjectsEncoder.class)
    public static class OpenArray<T extends Point> {
        @OnMessage
        public T[] message(String message) {
            return null;
        }
    }

    @Test
    void arrayOfAnOpenTypeVariableCountsAsArrayOfItsBound() throws Exception {
        assertThat(EndpointModel.server(OpenArray.class).textMethod()).isPresent();
    }
}
