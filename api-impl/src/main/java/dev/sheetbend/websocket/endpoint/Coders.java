package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The encoders and decoders of one connection, each initialised once and destroyed once.
 *
 * <p>Looking up is safe on any thread. The coders themselves want one thread at a time: the holder of the send permit
 * for encoders, the read side for decoders.
 */
public final class Coders {
    private final CoderModel model;
    private final List<Encoder> encoders;
    private final List<Decoder> decoders;
    private final AtomicBoolean destroyed = new AtomicBoolean();

    private Coders(CoderModel model, List<Encoder> encoders, List<Decoder> decoders) {
        this.model = model;
        this.encoders = encoders;
        this.decoders = decoders;
    }

    /** Of a model that has none. All its connections may share these: there is nothing to destroy. */
    static Coders none(CoderModel model) {
        return new Coders(model, List.of(), List.of());
    }

    static Coders open(CoderModel model, EndpointConfig config, InstanceFactory factory) throws InstantiationException {
        Coders coders = new Coders(model, new ArrayList<>(), new ArrayList<>());
        try {
            for (Class<? extends Encoder> type : model.encoders()) {
                Encoder encoder = factory.create(type);
                coders.encoders.add(encoder);
                encoder.init(config);
            }
            for (Class<? extends Decoder> type : model.decoders()) {
                Decoder decoder = factory.create(type);
                coders.decoders.add(decoder);
                decoder.init(config);
            }
            return coders;
        } catch (InstantiationException | RuntimeException | Error e) {
            coders.destroy().forEach(e::addSuppressed);
            throw e;
        }
    }

    /** What they are instances of. */
    public CoderModel model() {
        return model;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return encoders.isEmpty() && decoders.isEmpty();
    }

    /**
     * The encoder whose type is nearest to the object's class: that class, then its superclasses, then its interfaces;
     * of several for one type the first in declared order.
     *
     * @param objectType a primitive counts as its box
     */
    public Optional<Encoder> encoderFor(Class<?> objectType) {
        return model.encoderFor(objectType).map(form -> encoders.get(form.index()));
    }

    /** Whether objects of this type are sent by none of the encoders. */
    public boolean hasNoEncoderFor(Class<?> objectType) {
        return encoders.isEmpty() || model.encoderFor(objectType).isEmpty();
    }

    /** As {@link #encoderFor}, with the form to call it in. */
    public Optional<EncoderUse> encoderUseFor(Class<?> objectType) {
        return model.encoderFor(objectType).map(form -> new EncoderUse(form.kind(), encoders.get(form.index())));
    }

    /**
     * The decoders of one form whose objects a target type can take, in declared order. It makes a list each time, so
     * call it when a handler is set up, not for each message.
     *
     * @param targetType a primitive counts as its box
     */
    public List<Decoder> decodersFor(CoderKind kind, Class<?> targetType) {
        return model.decoderForms().stream()
                .filter(form -> form.kind() == kind && CoderModel.fits(form, kind.text(), targetType))
                .map(form -> decoders.get(form.index()))
                .toList();
    }

    /** The {@code Text} and {@code TextStream} decoders for a target type together, in declared order. */
    public List<DecoderUse> textDecodersFor(Class<?> targetType) {
        return uses(true, targetType);
    }

    /** The {@code Binary} and {@code BinaryStream} decoders for a target type together, in declared order. */
    public List<DecoderUse> binaryDecodersFor(Class<?> targetType) {
        return uses(false, targetType);
    }

    private List<DecoderUse> uses(boolean text, Class<?> targetType) {
        return model.decoderForms().stream()
                .filter(form -> CoderModel.fits(form, text, targetType))
                .map(form -> new DecoderUse(form.kind(), decoders.get(form.index())))
                .toList();
    }

    /**
     * Destroys every coder, whatever each of them throws. Only the first call does anything.
     *
     * @return what was thrown, empty when all went well
     */
    public List<Throwable> destroy() {
        List<Throwable> failures = new ArrayList<>();
        if (destroyed.compareAndSet(false, true)) {
            encoders.forEach(encoder -> attempt(encoder::destroy, failures));
            decoders.forEach(decoder -> attempt(decoder::destroy, failures));
        }
        return List.copyOf(failures);
    }

    private static void attempt(Runnable destroy, List<Throwable> failures) {
        try {
            destroy.run();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }
}
