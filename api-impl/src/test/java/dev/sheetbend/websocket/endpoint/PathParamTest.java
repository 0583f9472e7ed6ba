package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.SESSION;
import static dev.sheetbend.websocket.endpoint.Refusals.assertMethodRefused;
import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Specification 4.3. */
class PathParamTest {
    @ServerEndpoint("/{x}")
    public static class BadType {
        @OnOpen
        public void open(@PathParam("x") StringBuilder x) {}
    }

    @Test
    void otherTypesThanStringPrimitiveAndBoxAreRefused() {
        assertMethodRefused(
                BadType.class,
                "open(StringBuilder)",
                "a parameter with @PathParam must be a String, a primitive or a box, not java.lang.StringBuilder",
                "WSC-4.3-1");
    }

    @ServerEndpoint("/{x}")
    public static class NoValue {
        @OnMessage
        public void message(String message, @PathParam("") String x) {}
    }

    @Test
    void missingValueIsRefused() {
        assertMethodRefused(NoValue.class, "message(String, String)", "@PathParam must have a value", "WSC-4.3-2");
    }

    @ServerEndpoint("/{x}")
    public static class UnknownPrimitive {
        @OnClose
        public void close(@PathParam("y") int y) {}
    }

    @ClientEndpoint
    public static class ClientPrimitive {
        @OnClose
        public void close(@PathParam("y") int y) {}
    }

    @Test
    void unknownNameOnAPrimitiveIsRefused() {
        String problem = "@PathParam(\"y\") is no variable of the path, so its value is null, which int cannot take";
        assertMethodRefused(UnknownPrimitive.class, "close(int)", problem, "WSC-4.3-3");
        assertRefused(
                () -> EndpointModel.client(ClientPrimitive.class),
                ClientPrimitive.class.getName() + ".close(int): " + problem + " (WSC-4.3-3)");
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(UnknownPrimitive.class, "/{z}")
                .configurator(new EndpointClassRulesTest.OriginOnly())
                .build();
        assertRefused(
                () -> EndpointModel.server(config),
                UnknownPrimitive.class.getName() + ".close(int): " + problem + " (WSC-4.3-3)");
    }

    @ServerEndpoint("/{x}")
    public static class Unknown {
        private final List<Object> seen = new ArrayList<>();

        @OnOpen
        public void open(@PathParam("y") String y, @PathParam("X") Integer x, @PathParam("{x}") Boolean braces) {
            seen.addAll(Arrays.asList(y, x, braces));
        }
    }

    @Test
    void unknownNameIsNullForStringsAndBoxesAndWhatTheConstructorOfBooleanMakesOfIt() throws Throwable {
        EndpointModel model = EndpointModel.server(Unknown.class);
        Unknown endpoint = new Unknown();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, null, model.pathArguments(Map.of("x", "1")));
        assertThat(endpoint.seen).containsExactly(null, null, false);
    }

    @ServerEndpoint("/{bool}/{byte}/{short}/{char}/{int}/{long}/{float}/{double}")
    public static class AllTypes {
        private final List<Object> seen = new ArrayList<>();

        @OnOpen
        public void primitives(
                @PathParam("bool") boolean a,
                @PathParam("byte") byte b,
                @PathParam("short") short c,
                @PathParam("char") char d,
                @PathParam("int") int e,
                @PathParam("long") long f,
                @PathParam("float") float g,
                @PathParam("double") double h) {
            seen.addAll(List.of(a, b, c, d, e, f, g, h));
        }

        @OnClose
        public void boxes(
                @PathParam("bool") Boolean a,
                @PathParam("byte") Byte b,
                @PathParam("short") Short c,
                @PathParam("char") Character d,
                @PathParam("int") Integer e,
                @PathParam("long") Long f,
                @PathParam("float") Float g,
                @PathParam("double") Double h) {
            seen.addAll(List.of(a, b, c, d, e, f, g, h));
        }
    }

    private static final Map<String, String> ALL = Map.of(
            "bool",
            "TRUE",
            "byte",
            "-128",
            "short",
            "+7",
            "char",
            "é",
            "int",
            "-1",
            "long",
            "9999999999",
            "float",
            "1.5",
            "double",
            "NaN");

    @Test
    void everyPrimitiveAndBoxIsConverted() throws Throwable {
        EndpointModel model = EndpointModel.server(AllTypes.class);
        AllTypes endpoint = new AllTypes();
        PathArguments path = model.pathArguments(ALL);
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, null, path);
        model.onClose().orElseThrow().invoke(endpoint, SESSION, null, path);
        List<Object> values = List.of(true, (byte) -128, (short) 7, 'é', -1, 9999999999L, 1.5f, Double.NaN);
        assertThat(endpoint.seen.subList(0, 8)).isEqualTo(values);
        assertThat(endpoint.seen.subList(8, 16)).isEqualTo(values);
    }

    @ServerEndpoint("/{level}")
    public static class Mixed {
        @OnOpen
        public void open(@PathParam("level") String level) {
            assertThat(level).isEqualTo("high");
        }

        @OnMessage
        public void message(String message, @PathParam("level") Integer level) {
            throw new AssertionError("must not be called");
        }

        @OnClose
        public void close(@PathParam("level") char level) {
            throw new AssertionError("must not be called");
        }
    }

    @Test
    void segmentThatDoesNotConvertFailsTheMethodThatWantsItOnly() throws Throwable {
        EndpointModel model = EndpointModel.server(Mixed.class);
        PathArguments path = model.pathArguments(Map.of("level", "high"));
        Mixed endpoint = new Mixed();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, null, path);
        assertThatThrownBy(() -> model.textMethod().orElseThrow().invoke(endpoint, SESSION, "x", true, path))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.getText()).isEqualTo("high"))
                .hasMessage("The path parameter {level} is not a value of type java.lang.Integer.");
        assertThatThrownBy(() -> model.onClose().orElseThrow().invoke(endpoint, SESSION, null, path))
                .isInstanceOf(DecodeException.class)
                .hasMessage("The path parameter {level} is not a value of type char.");
    }

    @ServerEndpoint("/{x}")
    public static class Twice {
        private final List<Object> seen = new ArrayList<>();

        @OnOpen
        public void open(@PathParam("x") int x, @PathParam("x") int again, @PathParam("x") Integer boxed) {
            seen.addAll(List.of(x, again, boxed));
        }
    }

    @Test
    void oneVariableMayBeTakenSeveralTimes() throws Throwable {
        EndpointModel model = EndpointModel.server(Twice.class);
        Twice endpoint = new Twice();
        model.onOpen().orElseThrow().invoke(endpoint, SESSION, null, model.pathArguments(Map.of("x", "3")));
        assertThat(endpoint.seen).containsExactly(3, 3, 3);
    }

    @Test
    void valueThatIsLeftOutFailsAPrimitive() throws Exception {
        EndpointModel model = EndpointModel.server(Twice.class);
        assertThatThrownBy(() ->
                        model.onOpen().orElseThrow().invoke(new Twice(), SESSION, null, model.pathArguments(Map.of())))
                .isInstanceOf(DecodeException.class)
                .hasMessage("The path parameter {x} is not a value of type int.");
    }
}
