package dev.sheetbend.websocket.samples.converter;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people write them. Any thread may call. */
final class Numbers {
    /** What is answered to everything else. */
    static final String NOT_A_NUMBER = "That is not a number.";

    private Numbers() {}

    /** The number in a text, if it is one, and finite. */
    static OptionalDouble parse(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** With two decimals and the unit. */
    static String format(double number, String unit) {
        return String.format(Locale.ROOT, "%.2f %s", number, unit);
    }
}
