package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import jakarta.websocket.Extension;
import java.util.List;

/** An element of {@code Sec-WebSocket-Extensions} as the API shows it. Immutable. */
public record ExtensionView(ExtensionOffer offer) implements Extension {
    /** These as the API shows them; unmodifiable. */
    public static List<Extension> of(List<ExtensionOffer> offers) {
        return offers.stream().<Extension>map(ExtensionView::new).toList();
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
