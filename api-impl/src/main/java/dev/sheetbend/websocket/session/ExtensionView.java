package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import jakarta.websocket.Extension;
import java.util.List;
import java.util.Optional;

/** An element of {@code Sec-WebSocket-Extensions} as the API shows it. Immutable. */
public record ExtensionView(ExtensionOffer offer) implements Extension {
    /** These as the API shows them; unmodifiable. */
    public static List<Extension> of(List<ExtensionOffer> offers) {
        return offers.stream().<Extension>map(ExtensionView::new).toList();
    }

    /**
     * An extension of a configuration as it stands in a header.
     *
     * @throws IllegalArgumentException when it is null, or a name or a value is not a token, as RFC 6455, 9.1 wants even in quotes
     */
    public static ExtensionOffer offer(Extension extension) {
        if (extension == null) {
            throw new IllegalArgumentException("An extension of a configuration must not be null.");
        }
        return new ExtensionOffer(orEmpty(extension.getName()), parameters(extension));
    }

    /**
     * The parameters of an extension of a configuration.
     *
     * @throws IllegalArgumentException when a name or a value is not a token
     */
    public static List<ExtensionOffer.Parameter> parameters(Extension extension) {
        List<Extension.Parameter> parameters = extension.getParameters();
        return parameters == null
                ? List.of()
                : parameters.stream().map(ExtensionView::parameter).toList();
    }

    private static String orEmpty(String name) {
        return name == null ? "" : name;
    }

    private static ExtensionOffer.Parameter parameter(Extension.Parameter parameter) {
        return new ExtensionOffer.Parameter(
                orEmpty(parameter.getName()),
                Optional.ofNullable(parameter.getValue()).filter(value -> !value.isEmpty()));
    }

    @Override
    public String getName() {
        return offer.name();
    }

    @Override
    public List<Extension.Parameter> getParameters() {
        return offer.parameters().stream()
                .<Extension.Parameter>map(Setting::new)
                .toList();
    }

    /** One of its parameters. */
    private record Setting(ExtensionOffer.Parameter parameter) implements Extension.Parameter {
        @Override
        public String getName() {
            return parameter.name();
        }

        /** Null when there is none: the API does not say what else it should be. */
        @Override
        public String getValue() {
            return parameter.value().orElse(null);
        }
    }
}
