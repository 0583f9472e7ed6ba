package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What specification 2.1.1, 4.1, 4.2 and 4.8 ask of the class itself. */
class EndpointClassRulesTest {
    private static final ClientEndpointConfig CLIENT =
            ClientEndpointConfig.Builder.create().build();

    @ServerEndpoint("/chat/{room}")
    public static final class Chat {
        @OnMessage
        public void text(String message) {}
    }

    @Test
    void annotatedServerClassBecomesAModel() throws Exception {
        EndpointModel model = EndpointModel.server(Chat.class);
        assertThat(model.endpointClass()).isEqualTo(Chat.class);
        assertThat(model.programmatic()).isFalse();
        assertThat(model.path()).hasValue(PathTemplate.parse("/chat/{room}"));
        assertThat(model.textMethod()).isPresent();
        assertThat(model.binaryMethod()).isEmpty();
        assertThat(model.pongMethod()).isEmpty();
        assertThat(model.onOpen()).isEmpty();
        assertThat(model.onClose()).isEmpty();
        assertThat(model.onError()).isEmpty();
        assertThat(model.coders().encoders()).isEmpty();
        assertThat(model).hasToString(Chat.class.getName() + " at /chat/{room}");
    }

    public static class Plain {
        @OnMessage
        public void text(String message) {}
    }

    @Test
    void classWithoutTheAnnotationIsRefused() {
        assertRefused(
                () -> EndpointModel.server(Plain.class),
                Plain.class.getName() + ": is not annotated with @ServerEndpoint (WSC-4.1-1)");
        assertRefused(
                () -> EndpointModel.client(Plain.class),
                Plain.class.getName() + ": is not annotated with @ClientEndpoint (specification 4.2)");
    }

    @ServerEndpoint("/")
    static class NotPublic {
        public NotPublic() {}
    }

    @Test
    void serverClassThatIsNotPublicIsRefused() {
        assertRefused(
                () -> EndpointModel.server(NotPublic.class),
                NotPublic.class.getName() + ": a server endpoint must be public (WSC-4.1-1)");
    }

    @ServerEndpoint("/")
    public abstract static class Abstract {}

    @ServerEndpoint("/")
    public interface Interface {}

    @Test
    void abstractServerClassIsRefused() {
        for (Class<?> type : List.of(Abstract.class, Interface.class)) {
            assertRefused(
                    () -> EndpointModel.server(type),
                    type.getName() + ": a server endpoint must be concrete, not abstract or an interface (WSC-4.1-1)");
        }
    }

    @ServerEndpoint("/")
    public static class WithArgument {
        public WithArgument(String argument) {}
    }

    @ServerEndpoint("/")
    public static class WithPrivateConstructor {
        private WithPrivateConstructor() {}
    }

    @ServerEndpoint("/")
    @SuppressWarnings("ClassCanBeStatic") // its constructor has a hidden parameter, which is what is tested
    public class Inner {}

    @Test
    void serverClassWithoutAPublicNoArgConstructorIsRefused() {
        for (Class<?> type : List.of(WithArgument.class, WithPrivateConstructor.class, Inner.class)) {
            assertRefused(
                    () -> EndpointModel.server(type),
                    type.getName()
                            + ": a server endpoint must have a public constructor without parameters (WSC-4.1-1)");
        }
    }

    public static class Factory extends ServerEndpointConfig.Configurator {
        @Override
        public ServerEndpointConfig.Configurator getContainerDefaultConfigurator() {
            return new OriginOnly();
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            throw new UnsupportedOperationException();
        }
    }

    public static class OriginOnly extends ServerEndpointConfig.Configurator {}

    @ServerEndpoint(value = "/", configurator = Factory.class)
    public static class MadeByItsConfigurator {
        public MadeByItsConfigurator(String argument) {}
    }

    @ServerEndpoint(value = "/", configurator = OriginOnly.class)
    public static class NotMadeByItsConfigurator {
        public NotMadeByItsConfigurator(String argument) {}
    }

    /** What a configuration has that was built without a configurator. */
    public static final class PlatformDefault extends Factory {
        @Override
        public ServerEndpointConfig.Configurator getContainerDefaultConfigurator() {
            return this;
        }
    }

    @Test
    void constructorIsNeededWithThePlatformsConfigurator() {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(MadeByItsConfigurator.class, "/")
                .configurator(new PlatformDefault())
                .build();
        assertRefused(
                () -> EndpointModel.server(config),
                MadeByItsConfigurator.class.getName()
                        + ": a server endpoint must have a public constructor without parameters (WSC-4.1-1)");
    }

    @Test
    void constructorIsNotNeededWhenTheConfiguratorMakesTheInstances() throws Exception {
        assertThat(EndpointModel.server(MadeByItsConfigurator.class).path()).isPresent();
        assertRefused(
                () -> EndpointModel.server(NotMadeByItsConfigurator.class),
                NotMadeByItsConfigurator.class.getName()
                        + ": a server endpoint must have a public constructor without parameters (WSC-4.1-1)");
    }

    @ServerEndpoint("chat")
    public static class BadPath {}

    @Test
    void malformedPathIsRefusedWithTheClass() {
        assertRefused(
                () -> EndpointModel.server(BadPath.class),
                BadPath.class.getName() + ": path \"chat\": must start with '/' (specification 3.1.1, WSC-4.1.1-3)");
    }

    public abstract static class NoEncoder implements Encoder.Text<String> {}

    public interface NoDecoder extends Decoder {}

    @ServerEndpoint(value = "/", encoders = NoEncoder.class)
    public static class BadEncoder {}

    @ServerEndpoint(value = "/", decoders = NoDecoder.class)
    public static class BadDecoder {}

    @Test
    void badCodersAreRefusedWithTheClass() {
        assertRefused(
                () -> EndpointModel.server(BadEncoder.class),
                BadEncoder.class.getName() + ": " + NoEncoder.class.getName()
                        + ": an encoder must be concrete, not abstract or an interface (specification 4.1.2, 4.2.1)");
        assertRefused(
                () -> EndpointModel.server(BadDecoder.class),
                BadDecoder.class.getName() + ": " + NoDecoder.class.getName()
                        + ": a decoder must implement Decoder.Text, TextStream, Binary or BinaryStream"
                        + " (specification 4.1.3, 4.2.2)");
    }

    public static class SubclassOfChat extends NotFinal {}

    @ServerEndpoint("/")
    @ClientEndpoint
    public static class NotFinal {}

    @Test
    void subclassOfAnEndpointIsNotAnEndpoint() {
        String problem = ": extends the endpoint " + NotFinal.class.getName() + ", but is not annotated with ";
        String rule = " itself, and the annotation is not inherited (WSC-4.8.1)";
        assertRefused(
                () -> EndpointModel.server(SubclassOfChat.class),
                SubclassOfChat.class.getName() + problem + "@ServerEndpoint" + rule);
        assertRefused(
                () -> EndpointModel.client(SubclassOfChat.class),
                SubclassOfChat.class.getName() + problem + "@ClientEndpoint" + rule);
    }

    @Test
    void scanningKeepsPublicConcreteClassesThatAreAnnotatedThemselves() {
        assertThat(EndpointModel.isServerEndpoint(Chat.class)).isTrue();
        assertThat(List.<Class<?>>of(SubclassOfChat.class, NotPublic.class, Abstract.class, Plain.class))
                .noneMatch(EndpointModel::isServerEndpoint);
    }

    @ClientEndpoint
    static class PackagePrivateClient {
        public PackagePrivateClient() {}

        @OnMessage
        public String text(String message) {
            return "got " + message;
        }
    }

    @Test
    void clientClassNeedNotBePublic() throws Throwable {
        EndpointModel model = EndpointModel.client(PackagePrivateClient.class);
        assertThat(model.path()).isEmpty();
        assertThat(model).hasToString(PackagePrivateClient.class.getName());
        MessageMethod method = model.textMethod().orElseThrow();
        Object endpoint = InstanceFactory.reflective().create(PackagePrivateClient.class);
        assertThat(method.invoke(endpoint, Refusals.SESSION, "x", true, model.pathArguments(Map.of())))
                .isEqualTo("got x");
    }

    @ClientEndpoint
    public static class ClientWithArgument {
        public ClientWithArgument(String argument) {}
    }

    @ClientEndpoint
    public abstract static class AbstractClient {}

    @Test
    void clientClassNeedsAConstructorUnlessTheInstanceIsThere() throws Exception {
        assertRefused(
                () -> EndpointModel.client(ClientWithArgument.class),
                ClientWithArgument.class.getName()
                        + ": a client endpoint must have a public constructor without parameters (specification 4.2)");
        assertThat(EndpointModel.clientInstance(ClientWithArgument.class).endpointClass())
                .isEqualTo(ClientWithArgument.class);
        assertRefused(
                () -> EndpointModel.client(AbstractClient.class),
                AbstractClient.class.getName()
                        + ": a client endpoint must be concrete, not abstract or an interface (specification 4.2)");
    }

    @ServerEndpoint("/")
    public static class Both extends Programmatic {}

    @Test
    void classThatIsAnnotatedAndExtendsEndpointIsRefused() {
        assertRefused(
                () -> EndpointModel.server(Both.class),
                Both.class.getName() + ": has @ServerEndpoint and extends Endpoint; an endpoint is either of them, so"
                        + " that it is clear which methods are called (WSC-4.1-1)");
    }

    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {}

        @OnMessage
        public void ignored(Thread nothingThatCouldBeReceived) {}
    }

    @Test
    void endpointSubclassIsProgrammatic() throws Exception {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Programmatic.class, "/p/{x}")
                .configurator(new OriginOnly())
                .build();
        EndpointModel model = EndpointModel.server(config);
        assertThat(model.programmatic()).isTrue();
        assertThat(model.path().orElseThrow().variables()).containsExactly("x");
        assertThat(model.textMethod()).isEmpty();
        assertThat(EndpointModel.client(Programmatic.class, CLIENT).programmatic())
                .isTrue();
    }

    public abstract static class AbstractProgrammatic extends Endpoint {}

    static class HiddenProgrammatic extends Programmatic {
        public HiddenProgrammatic() {}
    }

    public static class ProgrammaticWithArgument extends Programmatic {
        public ProgrammaticWithArgument(String argument) {}
    }

    @Test
    void programmaticClassMustBePublicConcreteAndHaveAConstructor() {
        assertProgrammaticRefused(HiddenProgrammatic.class, "an endpoint must be public");
        assertProgrammaticRefused(
                AbstractProgrammatic.class, "an endpoint must be concrete, not abstract or an interface");
        assertProgrammaticRefused(
                ProgrammaticWithArgument.class, "an endpoint must have a public constructor without parameters");
    }

    private static void assertProgrammaticRefused(Class<? extends Endpoint> type, String problem) {
        String message = type.getName() + ": " + problem + " (specification 2.1.1)";
        assertRefused(() -> EndpointModel.client(type, CLIENT), message);
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(type, "/")
                .configurator(new OriginOnly())
                .build();
        assertRefused(() -> EndpointModel.server(config), message);
    }

    @Test
    void programmaticClassMayBeAnythingWhenTheInstanceComesFromElsewhere() throws Exception {
        assertThat(EndpointModel.clientInstance(HiddenProgrammatic.class, CLIENT)
                        .programmatic())
                .isTrue();
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(ProgrammaticWithArgument.class, "/")
                .configurator(new Factory())
                .build();
        assertThat(EndpointModel.server(config).programmatic()).isTrue();
    }

    @Test
    void configurationGivesThePathAndTheCodersOfAnAnnotatedClass() throws Exception {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Chat.class, "/other/{name}")
                .encoders(List.of(CoderModelTest.PointEncoder.class))
                .configurator(new OriginOnly())
                .build();
        EndpointModel model = EndpointModel.server(config);
        assertThat(model.path().orElseThrow().path()).isEqualTo("/other/{name}");
        assertThat(model.coders().encoders()).containsExactly(CoderModelTest.PointEncoder.class);
        assertThat(model.textMethod()).isPresent();
    }

    @Test
    void configurationMakesAnEndpointOfAPlainClass() throws Exception {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Plain.class, "/plain")
                .configurator(new OriginOnly())
                .build();
        assertThat(EndpointModel.server(config).textMethod()).isPresent();
        ServerEndpointConfig hidden = ServerEndpointConfig.Builder.create(NotPublic.class, "/plain")
                .configurator(new OriginOnly())
                .build();
        assertRefused(
                () -> EndpointModel.server(hidden),
                NotPublic.class.getName() + ": a server endpoint must be public (WSC-4.1-1)");
    }

    public static class WithoutPlatform extends Factory {
        @Override
        public ServerEndpointConfig.Configurator getContainerDefaultConfigurator() {
            throw new IllegalStateException("no platform here");
        }
    }

    @Test
    void configuratorIsUsedWhereThereIsNoPlatformsOne() throws Exception {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(MadeByItsConfigurator.class, "/")
                .configurator(new WithoutPlatform())
                .build();
        assertThat(EndpointModel.server(config).endpointClass()).isEqualTo(MadeByItsConfigurator.class);
    }

    public static class Missing {}

    @ServerEndpoint("/")
    public static class NeedsMissing {
        @OnMessage
        public void message(Missing message) {}
    }

    /** Defines NeedsMissing itself and has no Missing, as when a jar was left out. */
    private static final class Incomplete extends ClassLoader {
        Incomplete() {
            super(EndpointClassRulesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.equals(NeedsMissing.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (var stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = stream.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void classThatIsMissingIsNamed() throws Exception {
        Class<?> type = new Incomplete().loadClass(NeedsMissing.class.getName());
        assertRefused(
                () -> EndpointModel.server(type),
                NeedsMissing.class.getName() + ": a class that its methods use could not be loaded: "
                        + Missing.class.getName().replace('.', '/'));
    }
}
