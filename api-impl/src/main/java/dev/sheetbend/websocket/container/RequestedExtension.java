package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import jakarta.websocket.Extension;
import java.util.List;

/** An extension of a client's {@code Sec-WebSocket-Extensions}, as a configurator sees it. Immutable. */
record RequestedExtension(ExtensionOffer offer) implements Extension {
    @Override
    public String getName() {
        return offer.name();
    }

    @Override
    public List<Extension.Parameter> getParameters() {
        return offer.parameters().stream()
                .<Extension.Parameter>map(RequestedParameter::new)
                .toList();
    }

    /** One of its parameters. */
    private record RequestedParameter(ExtensionOffer.Parameter parameter) implements Extension.Parameter {
        @Override
        public String getName() {
            return parameter.name();
        }

        /** Null when the client gave none: the API does not say what else it should be. */
        @Override
        public String getValue() {
            return parameter.value().orElse(null);
        }
    }
}
