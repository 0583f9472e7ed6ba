package dev.sheetbend.websocket.spi;

import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.extension.NoMasking;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An extension that changes nothing, and whose provider does what the parameters of an offer or an answer say: {@code no}
 * declines, {@code throw} throws, {@code null} gives null, {@code name} answers by another name, {@code bits} claims those,
 * {@code later} those of continuations. What is accepted is answered as it was offered, with the application's wishes.
 */
public class TestExtension implements ExtensionProvider {
    /** What happened to the instances of the nested classes, in order. */
    public static final Queue<String> EVENTS = new ConcurrentLinkedQueue<>();

    private final String name;

    /** With this name. */
    public TestExtension(String name) {
        this.name = name;
    }

    /** One that the service loader can make. */
    public static class Alpha extends TestExtension {
        /** For the service loader. */
        public Alpha() {
            super("alpha");
        }
    }

    /** Another one. */
    public static class Beta extends TestExtension {
        /** For the service loader. */
        public Beta() {
            super("beta");
        }
    }

    /** Has the name of one that is built in. */
    public static class OwnNoMasking extends TestExtension {
        /** For the service loader. */
        public OwnNoMasking() {
            super(NoMasking.NAME);
        }
    }

    /** Has no name that could stand in a header. */
    public static class Nameless extends TestExtension {
        /** For the service loader. */
        public Nameless() {
            super("no token");
        }
    }

    /** Cannot be made. */
    public static class Broken extends TestExtension {
        /** Fails. */
        public Broken() {
            super("broken");
            throw new IllegalStateException("broken on purpose");
        }
    }

    /** The property by which its provider is told what to offer unasked, or to fail. */
    public static String property(String name, String what) {
        return "test." + name + "." + what;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(ExtensionContext container) {
        fail("start", container);
        EVENTS.add(name + " start");
    }

    @Override
    public void check(ExtensionContext context) {
        fail("check", context);
        EVENTS.add(name + " check" + (context.secure() ? " secure" : ""));
    }

    private void fail(String when, ExtensionContext context) {
        context.property(property(name, when)).ifPresent(how -> {
            if (how.equals("illegal")) {
                throw new IllegalArgumentException("The property " + property(name, when) + " is illegal.");
            }
            throw new IllegalStateException(how);
        });
    }

    @Override
    public Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context) {
        return agreement(offer, context);
    }

    @Override
    public List<ExtensionOffer> offers(List<ExtensionOffer> configured, ExtensionContext context) {
        fail("offering", context);
        var offers = new ArrayList<>(configured);
        context.property(property(name, "offer"))
                .ifPresent(parameter -> offers.add(ExtensionOffer.of(name, Parameter.of(parameter))));
        context.property(property(name, "foreign")).ifPresent(other -> offers.add(ExtensionOffer.of(other)));
        return offers;
    }

    @Override
    public Optional<ExtensionAgreement> confirm(
            List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context) {
        EVENTS.add(name + " confirm " + ExtensionHeader.format(offers));
        return agreement(answer, context);
    }

    private Optional<ExtensionAgreement> agreement(ExtensionOffer from, ExtensionContext context) {
        if (value(from, "no").isPresent()) {
            return Optional.empty();
        }
        if (value(from, "throw").isPresent()) {
            throw new IllegalStateException("thrown on purpose");
        }
        if (value(from, "missing").isPresent()) {
            throw new NoClassDefFoundError("missing on purpose");
        }
        if (value(from, "null").isPresent()) {
            return null;
        }
        var parameters = new ArrayList<>(from.parameters());
        parameters.addAll(context.wishes());
        String answered = value(from, "name").orElse(name);
        return Optional.of(new Agreement(
                new ExtensionOffer(answered, parameters), bits(value(from, "bits")), bits(value(from, "later"))));
    }

    private static Optional<String> value(ExtensionOffer from, String parameter) {
        return from.parameters().stream()
                .filter(each -> each.name().equals(parameter))
                .findFirst()
                .map(each -> each.value().orElse(""));
    }

    private static int bits(Optional<String> digits) {
        return digits.map(text -> text.chars().map(TestExtension::bit).sum()).orElse(0);
    }

    private static int bit(int digit) {
        return switch (digit) {
            case '1' -> DataFrame.RSV1;
            case '2' -> DataFrame.RSV2;
            case '3' -> DataFrame.RSV3;
            default -> 8;
        };
    }

    @Override
    public void close() {
        EVENTS.add(name + " close");
        if (name.equals("beta")) {
            throw new IllegalStateException("fails in close on purpose");
        }
    }

    /** What was agreed to. */
    public record Agreement(ExtensionOffer answer, int firstFrameBits, int continuationBits)
            implements ExtensionAgreement {}
}
