package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * What extension providers are told.
 *
 * @param settings of the endpoint, or of the container
 * @param secure whether the connection is encrypted up to this end
 * @param wishes what the application would like to have answered
 */
public record NegotiationContext(Settings settings, boolean secure, List<Parameter> wishes)
        implements ExtensionContext {
    /** Where the application has no wishes, or has said them in the offer. */
    public NegotiationContext(Settings settings, boolean secure) {
        this(settings, secure, List.of());
    }

    @Override
    public Optional<String> property(String name) {
        return settings.property(name);
    }
}
