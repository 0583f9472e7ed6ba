package dev.sheetbend.websocket.spi;

import java.util.List;
import java.util.Optional;

/**
 * One element of {@code Sec-WebSocket-Extensions}: what a client offers, or what a server accepts (RFC 6455, 9.1).
 * Immutable, and always fit to be written into a header: names and values are tokens.
 *
 * @param name the extension's name, a token
 * @param parameters in the order of the header; a name may occur more than once, which is for the extension to judge
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {
    /**
     * @throws IllegalArgumentException when the name is not a token
     */
    public ExtensionOffer {
        Tokens.require(name, "The name of an extension must be a token.");
        parameters = List.copyOf(parameters);
    }

    /** An extension without parameters, or with these. */
    public static ExtensionOffer of(String name, Parameter... parameters) {
        return new ExtensionOffer(name, List.of(parameters));
    }

    /** As it stands in the header: name and parameters with semicolons between them. */
    @Override
    public String toString() {
        var text = new StringBuilder(name);
        parameters.forEach(parameter -> text.append("; ").append(parameter));
        return text.toString();
    }

    /**
     * One parameter of an extension.
     *
     * @param name a token
     * @param value a token, without the quotes that it may have had; empty when there was no {@code =}
     */
    public record Parameter(String name, Optional<String> value) {
        /**
         * @throws IllegalArgumentException when the name or the value is not a token
         */
        public Parameter {
            Tokens.require(name, "The name of an extension parameter must be a token.");
            value.ifPresent(v -> Tokens.require(v, "The value of an extension parameter must be a token."));
        }

        /** As it stands in the header. */
        @Override
        public String toString() {
            return value.map(v -> name + "=" + v).orElse(name);
        }

        /** A parameter without a value. */
        public static Parameter of(String name) {
            return new Parameter(name, Optional.empty());
        }

        /** A parameter with a value. */
        public static Parameter of(String name, String value) {
            return new Parameter(name, Optional.of(value));
        }
    }
}
