package dev.sheetbend.websocket.endpoint;

import static dev.sheetbend.websocket.endpoint.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Specification 4.1.2, 4.1.3, 4.2.1 and 4.2.2. */
class CoderModelTest {
    private static final EndpointConfig CONFIG =
            ClientEndpointConfig.Builder.create().build();

    public record Point(int x, int y) {}

    public sealed interface Shape permits Circle, Square {}

    public record Circle(int radius) implements Shape {}

    public record Square(int side) implements Shape {}

    public static class Animal {}

    public static class Dog extends Animal implements Named {}

    public static class Puppy extends Dog {}

    public interface Named {}

    public abstract static class TextEncoder<T> implements Encoder.Text<T> {
        @Override
        public String encode(T object) {
            return getClass().getSimpleName();
        }
    }

    public static class PointEncoder extends TextEncoder<Point> {}

    public static class SecondPointEncoder extends TextEncoder<Point> {}

    public static class ShapeEncoder extends TextEncoder<Shape> {}

    public static class AnimalEncoder extends TextEncoder<Animal> {}

    public static class DogEncoder extends TextEncoder<Dog> {}

    public static class NamedEncoder extends TextEncoder<Named> {}

    public static class ObjectEncoder extends TextEncoder<Object> {}

    public static class IntegerEncoder extends TextEncoder<Integer> {}

    public static class ObjectsEncoder extends TextEncoder<Object[]> {}

    public static class PointsEncoder extends TextEncoder<List<Point>> {}

    /** Text of one type, and binary and binary stream of another. */
    public static class ManyEncoder
            implements Encoder.Text<Point>, Encoder.BinaryStream<Point>, Encoder.TextStream<Point> {
        @Override
        public String encode(Point object) {
            return "";
        }

        @Override
        public void encode(Point object, OutputStream os) {}

        @Override
        public void encode(Point object, Writer writer) {}
    }

    public abstract static class TextDecoder<T> implements Decoder.Text<T> {
        @Override
        public T decode(String s) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean willDecode(String s) {
            return true;
        }
    }

    public static class PointDecoder extends TextDecoder<Point> {}

    public static class CircleDecoder extends TextDecoder<Circle> {}

    public static class SquareStreamDecoder implements Decoder.TextStream<Square> {
        @Override
        public Square decode(Reader reader) {
            throw new UnsupportedOperationException();
        }
    }

    public static class StringDecoder extends TextDecoder<String> {}

    public static class IntegerDecoder extends TextDecoder<Integer> {}

    public static class PointBinaryDecoder implements Decoder.Binary<Point>, Decoder.BinaryStream<Point> {
        @Override
        public Point decode(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Point decode(InputStream is) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return true;
        }
    }

    private static CoderModel encoders(List<Class<? extends Encoder>> encoders) throws Exception {
        return CoderModel.of(encoders, List.of());
    }

    private static Optional<Class<?>> encoderClass(CoderModel model, Class<?> type) throws Exception {
        return model.open(CONFIG, InstanceFactory.reflective()).encoderFor(type).map(Object::getClass);
    }

    @SuppressWarnings("rawtypes")
    public static class RawEncoder implements Encoder.Text {
        @Override
        public String encode(Object object) {
            return "";
        }
    }

    public static class OpenEncoder<T> extends TextEncoder<T> {}

    @Test
    void coderThatDoesNotSayItsTypeIsRefused() {
        for (Class<? extends Encoder> type : List.<Class<? extends Encoder>>of(RawEncoder.class, OpenEncoder.class)) {
            assertRefused(
                    () -> encoders(List.of(type)),
                    type.getName() + ": an encoder must say what the type parameter of Encoder.Text is"
                            + " (specification 4.1.2, 4.2.1)");
        }
    }

    public static class MarkerOnly implements Decoder {}

    @Test
    void coderWithoutAFormIsRefused() {
        assertRefused(
                () -> CoderModel.of(List.of(), List.of(MarkerOnly.class)),
                MarkerOnly.class.getName()
                        + ": a decoder must implement Decoder.Text, TextStream, Binary or BinaryStream"
                        + " (specification 4.1.3, 4.2.2)");
    }

    public abstract static class AbstractDecoder extends TextDecoder<Point> {}

    @Test
    void abstractCoderIsRefused() {
        assertRefused(
                () -> CoderModel.of(List.of(), List.of(AbstractDecoder.class)),
                AbstractDecoder.class.getName() + ": a decoder must be concrete, not abstract or an interface"
                        + " (specification 4.1.3, 4.2.2)");
    }

    public static class EncoderWithArgument extends TextEncoder<Point> {
        public EncoderWithArgument(String argument) {}
    }

    static class EncoderWithHiddenConstructor extends TextEncoder<Point> {}

    @Test
    void coderWithoutAPublicNoArgConstructorIsRefused() {
        for (Class<? extends Encoder> type :
                List.<Class<? extends Encoder>>of(EncoderWithArgument.class, EncoderWithHiddenConstructor.class)) {
            assertRefused(
                    () -> encoders(List.of(type)),
                    type.getName() + ": an encoder must have a public constructor without parameters"
                            + " (specification 4.1.2, 4.2.1)");
        }
    }

    @Test
    void allInterfacesOfACoderAreKnown() throws Exception {
        CoderModel model = CoderModel.of(List.of(ManyEncoder.class), List.of(PointBinaryDecoder.class));
        assertThat(model.encoderForms())
                .containsExactly(
                        new CoderForm(0, CoderKind.TEXT, Point.class),
                        new CoderForm(0, CoderKind.TEXT_STREAM, Point.class),
                        new CoderForm(0, CoderKind.BINARY_STREAM, Point.class));
        assertThat(model.decoderForms())
                .containsExactly(
                        new CoderForm(0, CoderKind.BINARY, Point.class),
                        new CoderForm(0, CoderKind.BINARY_STREAM, Point.class));
    }

    @Test
    void typeIsErased() throws Exception {
        CoderModel model = encoders(List.of(PointsEncoder.class));
        assertThat(model.encoderForms()).containsExactly(new CoderForm(0, CoderKind.TEXT, List.class));
        assertThat(encoderClass(model, ArrayList.class)).hasValue(PointsEncoder.class);
    }

    @Test
    void nearestSupertypeWins() throws Exception {
        CoderModel model =
                encoders(List.of(ObjectEncoder.class, NamedEncoder.class, AnimalEncoder.class, DogEncoder.class));
        assertThat(encoderClass(model, Dog.class)).hasValue(DogEncoder.class);
        assertThat(encoderClass(model, Puppy.class)).hasValue(DogEncoder.class);
        assertThat(encoderClass(model, Animal.class)).hasValue(AnimalEncoder.class);
        assertThat(encoderClass(model, Named.class)).hasValue(NamedEncoder.class);
        assertThat(encoderClass(model, Thread.class)).hasValue(ObjectEncoder.class);
    }

    @Test
    void superclassWinsOverAnInterfaceAndAnInterfaceOverObject() throws Exception {
        assertThat(encoderClass(encoders(List.of(NamedEncoder.class, AnimalEncoder.class)), Puppy.class))
                .hasValue(AnimalEncoder.class);
        assertThat(encoderClass(encoders(List.of(ObjectEncoder.class, NamedEncoder.class)), Puppy.class))
                .hasValue(NamedEncoder.class);
    }

    @Test
    void firstOfTwoEncodersForOneTypeWins() throws Exception {
        assertThat(encoderClass(encoders(List.of(SecondPointEncoder.class, PointEncoder.class)), Point.class))
                .hasValue(SecondPointEncoder.class);
    }

    @Test
    void sealedHierarchyIsEncodedByItsInterface() throws Exception {
        CoderModel model = encoders(List.of(ShapeEncoder.class));
        assertThat(encoderClass(model, Circle.class)).hasValue(ShapeEncoder.class);
        assertThat(encoderClass(model, Square.class)).hasValue(ShapeEncoder.class);
        assertThat(encoderClass(model, Point.class)).isEmpty();
    }

    @Test
    void primitiveCountsAsItsBox() throws Exception {
        CoderModel model = encoders(List.of(IntegerEncoder.class));
        assertThat(encoderClass(model, int.class)).hasValue(IntegerEncoder.class);
        assertThat(encoderClass(model, Integer.class)).hasValue(IntegerEncoder.class);
        assertThat(encoderClass(model, Long.class)).isEmpty();
    }

    @Test
    void arraysAreCovariant() throws Exception {
        CoderModel model = encoders(List.of(ObjectsEncoder.class));
        assertThat(encoderClass(model, String[].class)).hasValue(ObjectsEncoder.class);
        assertThat(encoderClass(model, int[].class)).isEmpty();
    }

    @Test
    void encoderIsFoundWithTheFormToUseItIn() throws Exception {
        Coders coders = encoders(List.of(ManyEncoder.class)).open(CONFIG, InstanceFactory.reflective());
        assertThat(coders.encoderUseFor(Point.class)).hasValueSatisfying(use -> {
            assertThat(use.kind()).isEqualTo(CoderKind.TEXT);
            assertThat(use.encoder()).isSameAs(coders.encoderFor(Point.class).orElseThrow());
        });
        assertThat(coders.encoderUseFor(Dog.class)).isEmpty();
    }

    @Test
    void decodersAreFoundInDeclaredOrder() throws Exception {
        Coders coders = CoderModel.of(
                        List.of(),
                        List.of(
                                SquareStreamDecoder.class,
                                PointBinaryDecoder.class,
                                CircleDecoder.class,
                                IntegerDecoder.class,
                                PointDecoder.class))
                .open(CONFIG, InstanceFactory.reflective());
        assertThat(coders.textDecodersFor(Shape.class))
                .extracting(DecoderUse::kind)
                .containsExactly(CoderKind.TEXT_STREAM, CoderKind.TEXT);
        assertThat(coders.textDecodersFor(Record.class))
                .extracting(use -> (Object) use.decoder().getClass())
                .containsExactly(SquareStreamDecoder.class, CircleDecoder.class, PointDecoder.class);
        assertThat(coders.decodersFor(CoderKind.TEXT, Shape.class)).hasExactlyElementsOfTypes(CircleDecoder.class);
        assertThat(coders.decodersFor(CoderKind.TEXT, int.class)).hasExactlyElementsOfTypes(IntegerDecoder.class);
        assertThat(coders.decodersFor(CoderKind.TEXT_STREAM, Circle.class)).isEmpty();
        assertThat(coders.binaryDecodersFor(Point.class))
                .extracting(DecoderUse::kind)
                .containsExactly(CoderKind.BINARY, CoderKind.BINARY_STREAM);
        assertThat(coders.binaryDecodersFor(Point.class).get(0).decoder())
                .isSameAs(coders.binaryDecodersFor(Point.class).get(1).decoder());
        assertThat(coders.binaryDecodersFor(Shape.class)).isEmpty();
    }

    /** What happened to the coders of one test; each test starts a new one. */
    private final List<String> events = new ArrayList<>();

    private abstract static class Recording implements Encoder.Text<Point>, Decoder.Text<Point> {
        List<String> events = List.of();

        @Override
        public void init(EndpointConfig config) {
            events.add("init " + name());
        }

        @Override
        public void destroy() {
            events.add("destroy " + name());
        }

        String name() {
            return getClass().getSimpleName();
        }

        @Override
        public String encode(Point object) {
            return "";
        }

        @Override
        public Point decode(String s) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean willDecode(String s) {
            return false;
        }
    }

    public static class First extends Recording {}

    public static class Second extends Recording {
        @Override
        public void destroy() {
            super.destroy();
            throw new IllegalStateException("destroy failed");
        }
    }

    public static class FailsToInit extends Recording {
        @Override
        public void init(EndpointConfig config) {
            super.init(config);
            throw new IllegalStateException("init failed");
        }
    }

    private final InstanceFactory recording = new InstanceFactory() {
        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            T instance = InstanceFactory.reflective().create(type);
            ((Recording) instance).events = events;
            return instance;
        }
    };

    @Test
    void eachCoderIsInitialisedOnceAndDestroyedOnceWhateverTheOthersThrow() throws Exception {
        Coders coders = CoderModel.of(List.of(Second.class, First.class, Second.class), List.of(First.class))
                .open(CONFIG, recording);
        assertThat(events).containsExactly("init Second", "init First", "init First");
        events.clear();
        assertThat(coders.destroy())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("destroy failed"));
        assertThat(events).containsExactly("destroy Second", "destroy First", "destroy First");
        assertThat(coders.destroy()).isEmpty();
        assertThat(events).hasSize(3);
    }

    @Test
    void classThatIsEncoderAndDecoderHasTwoInstances() throws Exception {
        Coders coders =
                CoderModel.of(List.of(First.class), List.of(First.class)).open(CONFIG, recording);
        assertThat((Object) coders.encoderFor(Point.class).orElseThrow())
                .isNotSameAs(coders.textDecodersFor(Point.class).get(0).decoder());
    }

    @Test
    void failedInitDestroysWhatWasMade() throws Exception {
        CoderModel model = CoderModel.of(List.of(First.class, FailsToInit.class), List.of(Second.class));
        assertThatThrownBy(() -> model.open(CONFIG, recording)).hasMessage("init failed");
        assertThat(events).containsExactly("init First", "init FailsToInit", "destroy First", "destroy FailsToInit");
    }

    public static class FailsToConstruct extends TextEncoder<Point> {
        public FailsToConstruct() {
            throw new IllegalStateException("no instance");
        }
    }

    @Test
    void failedConstructorIsTheCause() throws Exception {
        CoderModel model = encoders(List.of(FailsToConstruct.class));
        assertThatThrownBy(() -> model.open(CONFIG, InstanceFactory.reflective()))
                .isInstanceOf(InstantiationException.class)
                .hasMessage("Could not make an instance of " + FailsToConstruct.class.getName() + ".")
                .cause()
                .hasMessage("no instance");
        assertThatThrownBy(() -> InstanceFactory.reflective().create(EncoderWithArgument.class))
                .isInstanceOf(InstantiationException.class)
                .hasCauseInstanceOf(NoSuchMethodException.class);
    }
}
