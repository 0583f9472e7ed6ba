package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.EndpointConfig;

/**
 * How a unit is converted into another.
 *
 * @param one how much of the metric unit one of the other units is
 */
record Scale(String metric, String other, double one) {
    private static final String KEY = Scale.class.getName();

    /** The amount in the metric unit. */
    double toMetric(double amount) {
        return amount * one;
    }

    /** Keeps this in the configuration of an endpoint, for each of its instances. */
    void putInto(EndpointConfig config) {
        config.getUserProperties().put(KEY, this);
    }

    /** What {@link #putInto} has kept. */
    static Scale of(EndpointConfig config) {
        return (Scale) config.getUserProperties().get(KEY);
    }
}
