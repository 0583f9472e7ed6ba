package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The grammar of {@code Sec-WebSocket-Extensions} (RFC 6455, 9.1):
 *
 * <pre>
 * extension-list  = 1#extension
 * extension       = token *( ";" extension-param )
 * extension-param = token [ "=" ( token | quoted-string ) ]   ; the unescaped quoted-string is a token
 * </pre>
 *
 * <p>White space may stand around every separator, and a list may have empty elements (RFC 9110, 5.6.1). Pure
 * functions, safe on any thread.
 */
public final class ExtensionHeader {
    private ExtensionHeader() {}

    /**
     * Reads all lines of the header as the one list that they are.
     *
     * @param lines the header's values, one for each line, in order; none when the header is absent
     * @return the extensions in order; empty only when there is no line
     * @throws ExtensionSyntaxException when a line breaks the grammar, or all lines together hold no extension
     */
    public static List<ExtensionOffer> parse(List<String> lines) throws ExtensionSyntaxException {
        var offers = new ArrayList<ExtensionOffer>();
        for (String line : lines) {
            new Line(line).readInto(offers);
        }
        if (offers.isEmpty() && !lines.isEmpty()) {
            throw new ExtensionSyntaxException("Sec-WebSocket-Extensions must name at least one extension.");
        }
        return List.copyOf(offers);
    }

    /**
     * Writes extensions as one header value, which {@link #parse} reads back to an equal list.
     *
     * @return the empty string when there are none; the header must then be left out
     */
    public static String format(List<ExtensionOffer> offers) {
        return offers.stream().map(ExtensionOffer::toString).collect(Collectors.joining(", "));
    }

    /** Reads one line from left to right. */
    private static final class Line {
        private final String text;
        private int position;

        Line(String text) {
            this.text = text;
        }

        void readInto(List<ExtensionOffer> offers) throws ExtensionSyntaxException {
            do {
                skipSpace();
                if (position < text.length() && text.charAt(position) != ',') {
                    offers.add(extension());
                }
            } while (skip(','));
            if (position < text.length()) {
                throw new ExtensionSyntaxException("An extension must be followed by a comma or a semicolon.");
            }
        }

        private ExtensionOffer extension() throws ExtensionSyntaxException {
            String name = token("The name of an extension must be a token.");
            var parameters = new ArrayList<Parameter>();
            while (skip(';')) {
                parameters.add(parameter());
            }
            return new ExtensionOffer(name, parameters);
        }

        private Parameter parameter() throws ExtensionSyntaxException {
            String name = token("The name of an extension parameter must be a token.");
            return new Parameter(name, skip('=') ? Optional.of(value()) : Optional.empty());
        }

        private String value() throws ExtensionSyntaxException {
            skipSpace();
            String notToken = "The value of an extension parameter must be a token.";
            if (position == text.length() || text.charAt(position) != '"') {
                return token(notToken);
            }
            String value = quoted();
            if (!Tokens.isToken(value)) {
                throw new ExtensionSyntaxException(notToken);
            }
            return value;
        }

        private String token(String message) throws ExtensionSyntaxException {
            skipSpace();
            int start = position;
            while (position < text.length() && Tokens.isTokenChar(text.charAt(position))) {
                position++;
            }
            if (position == start) {
                throw new ExtensionSyntaxException(message);
            }
            return text.substring(start, position);
        }

        /** A quoted-string with its escapes undone (RFC 9110, 5.6.4); the position is on the opening quote. */
        private String quoted() throws ExtensionSyntaxException {
            var value = new StringBuilder();
            for (int i = position + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"') {
                    position = i + 1;
                    return value.toString();
                }
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    c = text.charAt(i);
                }
                value.append(c);
            }
            throw new ExtensionSyntaxException("A quoted extension parameter must end with a quote.");
        }

        private boolean skip(char separator) {
            skipSpace();
            if (position == text.length() || text.charAt(position) != separator) {
                return false;
            }
            position++;
            return true;
        }

        private void skipSpace() {
            while (position < text.length() && HttpSyntax.isSpace(text.charAt(position))) {
                position++;
            }
        }
    }
}
