package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.extension.ExtensionSyntaxException;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration, in words. */
final class TestContext implements ExtensionContext {
    private final Map<String, String> properties = new HashMap<>();
    private List<Parameter> wishes = List.of();

    /**
     * @param settings such as {@code Level=3 WindowBits=9}; {@code =off} for the one without a name of its own
     */
    static TestContext with(String settings) {
        var context = new TestContext();
        for (String setting : settings.isEmpty() ? new String[0] : settings.split(" ")) {
            int equals = setting.indexOf('=');
            context.properties.put(
                    "dev.sheetbend.websocket.compression" + setting.substring(0, equals),
                    setting.substring(equals + 1));
        }
        return context;
    }

    /**
     * @param parameters as in a header, without the name
     */
    TestContext wishing(String parameters) {
        wishes = offer(parameters).parameters();
        return this;
    }

    /**
     * An element of the header.
     *
     * @param parameters without the name
     */
    static ExtensionOffer offer(String parameters) {
        try {
            String text = parameters.isEmpty() ? PermessageDeflate.NAME : PermessageDeflate.NAME + "; " + parameters;
            return ExtensionHeader.parse(List.of(text)).get(0);
        } catch (ExtensionSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    @Override
    public List<Parameter> wishes() {
        return wishes;
    }
}
