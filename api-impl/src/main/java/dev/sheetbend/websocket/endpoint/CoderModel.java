package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The encoder and decoder classes of an endpoint with every interface that each of them implements (specification
 * 4.1.2, 4.1.3, 4.2.1, 4.2.2). Immutable; {@link #open} makes the instances of one connection.
 */
public final class CoderModel {
    private static final String ENCODER_RULE = "specification 4.1.2, 4.2.1";
    private static final String DECODER_RULE = "specification 4.1.3, 4.2.2";

    private final Coders noCoders = Coders.none(this);
    private final List<Class<? extends Encoder>> encoders;
    private final List<Class<? extends Decoder>> decoders;
    private final List<CoderForm> encoderForms;
    private final List<CoderForm> decoderForms;
    // Filled as objects are sent. The keys are classes of the application that this model belongs to.
    private final Map<Class<?>, Optional<CoderForm>> encoderByType = new ConcurrentHashMap<>();

    private CoderModel(Collection<Class<? extends Encoder>> encoders, Collection<Class<? extends Decoder>> decoders)
            throws DeploymentException {
        // A class that is listed twice is one coder.
        this.encoders = List.copyOf(new LinkedHashSet<>(encoders));
        this.decoders = List.copyOf(new LinkedHashSet<>(decoders));
        this.encoderForms = forms(this.encoders, CoderKind::encoderInterface, "an encoder", "Encoder", ENCODER_RULE);
        this.decoderForms = forms(this.decoders, CoderKind::decoderInterface, "a decoder", "Decoder", DECODER_RULE);
    }

    /**
     * Checks the coder classes of an endpoint, in the order in which it declares them.
     *
     * @throws DeploymentException when a class is no proper coder; it names the class and the rule
     */
    public static CoderModel of(
            Collection<Class<? extends Encoder>> encoders, Collection<Class<? extends Decoder>> decoders)
            throws DeploymentException {
        return new CoderModel(encoders, decoders);
    }

    private static List<CoderForm> forms(
            List<? extends Class<?>> coders,
            Function<CoderKind, Class<?>> interfaceOf,
            String what,
            String name,
            String rule)
            throws DeploymentException {
        List<CoderForm> forms = new ArrayList<>();
        for (int i = 0; i < coders.size(); i++) {
            Class<?> coder = coders.get(i);
            int before = forms.size();
            for (CoderKind kind : CoderKind.values()) {
                Class<?> form = interfaceOf.apply(kind);
                if (form.isAssignableFrom(coder)) {
                    forms.add(new CoderForm(i, kind, codedType(coder, form, what, rule)));
                }
            }
            if (forms.size() == before) {
                throw DeploymentErrors.error(
                        coder.getName(),
                        what + " must implement " + name + ".Text, TextStream, Binary or BinaryStream",
                        rule);
            }
            DeploymentErrors.requireConcrete(coder, what, rule);
            DeploymentErrors.requireConstructor(coder, what, rule);
        }
        return List.copyOf(forms);
    }

    private static Class<?> codedType(Class<?> coder, Class<?> form, String what, String rule)
            throws DeploymentException {
        return TypeBindings.argument(coder, form)
                .orElseThrow(() -> DeploymentErrors.error(
                        coder.getName(),
                        what + " must say what the type parameter of "
                                + form.getEnclosingClass().getSimpleName() + "." + form.getSimpleName() + " is",
                        rule));
    }

    /** The encoder classes in declared order, without repetition. */
    public List<Class<? extends Encoder>> encoders() {
        return encoders;
    }

    /** The decoder classes in declared order, without repetition. */
    public List<Class<? extends Decoder>> decoders() {
        return decoders;
    }

    /**
     * Makes and initialises one instance of each coder class, in declared order. A class that is both encoder and
     * decoder gets two, because sending and receiving run at the same time and a coder has one thread at a time.
     *
     * @throws InstantiationException when an instance could not be made; those made before have been destroyed. The
     *     same holds when {@code init} throws, and what it threw comes out.
     */
    public Coders open(EndpointConfig config, InstanceFactory factory) throws InstantiationException {
        return encoders.isEmpty() && decoders.isEmpty() ? noCoders : Coders.open(this, config, factory);
    }

    /** Whether some decoder makes objects that a parameter or handler of this type can take from such messages. */
    boolean decodes(boolean text, Class<?> target) {
        return decoderForms.stream().anyMatch(form -> fits(form, text, target));
    }

    /** Whether some decoder is declared for exactly this type (a primitive counts as its box). */
    boolean decodesExactly(boolean text, Class<?> target) {
        Class<?> boxed = TextConversion.box(target);
        return decoderForms.stream().anyMatch(form -> form.kind().text() == text && form.type() == boxed);
    }

    /** Whether an object of this declared type may have an encoder: one for it, a supertype or a subtype. */
    boolean mayEncode(Class<?> declared) {
        return encoderFor(declared).isPresent()
                || encoderForms.stream().anyMatch(form -> declared.isAssignableFrom(form.type()));
    }

    static boolean fits(CoderForm form, boolean text, Class<?> target) {
        return form.kind().text() == text && TextConversion.box(target).isAssignableFrom(form.type());
    }

    List<CoderForm> encoderForms() {
        return encoderForms;
    }

    List<CoderForm> decoderForms() {
        return decoderForms;
    }

    Optional<CoderForm> encoderFor(Class<?> objectType) {
        return encoderByType.computeIfAbsent(TextConversion.box(objectType), this::nearestEncoder);
    }

    /** Of the encoders for one type, the first that is declared. */
    private Optional<CoderForm> nearestEncoder(Class<?> objectType) {
        for (Class<?> type : byDistance(objectType)) {
            for (CoderForm form : encoderForms) {
                if (form.type() == type) {
                    return Optional.of(form);
                }
            }
        }
        // What is left are the supertypes of arrays, such as Object[] for String[].
        return encoderForms.stream()
                .filter(form -> form.type().isAssignableFrom(objectType))
                .findFirst();
    }

    /** The class, its superclasses, then all their interfaces level by level, and Object at the very end. */
    private static Collection<Class<?>> byDistance(Class<?> objectType) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> c = objectType; c != null && c != Object.class; c = c.getSuperclass()) {
            types.add(c);
        }
        List<Class<?>> level = new ArrayList<>(types);
        while (!level.isEmpty()) {
            List<Class<?>> next = new ArrayList<>();
            for (Class<?> c : level) {
                next.addAll(Arrays.asList(c.getInterfaces()));
            }
            types.addAll(next);
            level = next;
        }
        types.add(Object.class);
        return types;
    }
}
