package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.session.SendLimits;
import dev.sheetbend.websocket.session.SessionSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the configuration properties: user properties of an endpoint first, then what the application's environment has,
 * then system properties. Immutable; a value that is not legal is an error that names the property.
 */
public final class Settings {
    static final int DEFAULT_MAX_MESSAGE_SIZE = 1024 * 1024;

    private static final long DEFAULT_SEND_TIMEOUT = 20_000;
    private static final long DEFAULT_CLOSE_TIMEOUT = 5_000;
    private static final long DEFAULT_STREAM_TIMEOUT = 60_000;
    private static final long DEFAULT_MAX_QUEUED_BYTES = 1024 * 1024;
    private static final int DEFAULT_HANDLER_THREADS = 200;
    private static final long DEFAULT_CONNECT_TIMEOUT = 10_000;
    private static final long DEFAULT_HANDSHAKE_TIMEOUT = 10_000;

    private final Function<String, Object> source;

    private Settings(Function<String, Object> source) {
        this.source = source;
    }

    /**
     * @param environment answers null for what it does not have; a ServletContext's init parameters
     */
    public static Settings of(Function<String, String> environment) {
        return new Settings(name -> {
            String value = environment.apply(name);
            return value != null ? value : System.getProperty(name);
        });
    }

    /** These settings under an endpoint's own. */
    public Settings under(Map<String, Object> userProperties) {
        return new Settings(name -> {
            Object value = userProperties.get(name);
            return value != null ? value : source.apply(name);
        });
    }

    /**
     * @param defaults what the container's setters say; they count unless the endpoint's own properties speak
     */
    SessionSettings session(ContainerDefaults defaults) {
        return new SessionSettings(
                (int) number(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 0, Integer.MAX_VALUE, defaults.maxText()),
                (int) number(SheetbendProperties.MAX_BINARY_MESSAGE_SIZE, 0, Integer.MAX_VALUE, defaults.maxBinary()),
                number(SheetbendProperties.IDLE_TIMEOUT, 0, Long.MAX_VALUE, defaults.idleTimeout()),
                number(SheetbendProperties.ASYNC_SEND_TIMEOUT, 0, Long.MAX_VALUE, defaults.asyncSendTimeout()),
                number(SheetbendProperties.CLOSE_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_CLOSE_TIMEOUT),
                number(SheetbendProperties.STREAM_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_STREAM_TIMEOUT),
                flag(SheetbendProperties.CLOSE_ON_HANDLER_ERROR, false),
                new SendLimits(
                        number(SheetbendProperties.MAX_QUEUED_BYTES, 1, Long.MAX_VALUE, DEFAULT_MAX_QUEUED_BYTES),
                        number(SheetbendProperties.SEND_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_SEND_TIMEOUT),
                        sendPolicy(),
                        flag(SheetbendProperties.COALESCE, true)));
    }

    /** What the container's getters answer before anybody calls their setters. */
    ContainerDefaults defaults() {
        SessionSettings base = session(new ContainerDefaults(DEFAULT_MAX_MESSAGE_SIZE, DEFAULT_MAX_MESSAGE_SIZE, 0, 0));
        return new ContainerDefaults(
                base.maxTextMessageSize(),
                base.maxBinaryMessageSize(),
                base.idleTimeoutMillis(),
                base.asyncSendTimeoutMillis());
    }

    OriginPolicy origins() {
        return OriginPolicy.parse(text(SheetbendProperties.ALLOWED_ORIGINS).orElse(OriginPolicy.SAME_HOST));
    }

    /** 0 is any number. */
    long maxSessions() {
        return number(SheetbendProperties.MAX_SESSIONS, 0, Long.MAX_VALUE, 0);
    }

    /** At least 1. */
    public int handlerThreads() {
        return (int) number(SheetbendProperties.HANDLER_THREADS, 1, Short.MAX_VALUE, DEFAULT_HANDLER_THREADS);
    }

    /** How long a client may take to reach its server, in milliseconds. */
    public long connectTimeoutMillis() {
        return number(SheetbendProperties.CONNECT_TIMEOUT, 1, Integer.MAX_VALUE, DEFAULT_CONNECT_TIMEOUT);
    }

    /** How long TLS and the opening handshake of a client may take together, in milliseconds. */
    public long handshakeTimeoutMillis() {
        return number(SheetbendProperties.HANDSHAKE_TIMEOUT, 1, Integer.MAX_VALUE, DEFAULT_HANDSHAKE_TIMEOUT);
    }

    /** Whether client endpoints run on virtual threads where the platform has them. */
    public boolean virtualThreads() {
        return flag(SheetbendProperties.VIRTUAL_THREADS, false);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(source.apply(name))
                .map(value -> value.toString().trim());
    }

    private SendLimits.Policy sendPolicy() {
        String value = text(SheetbendProperties.SEND_POLICY).orElse("fail");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "fail" -> SendLimits.Policy.FAIL;
            case "block" -> SendLimits.Policy.BLOCK;
            case "close" -> SendLimits.Policy.CLOSE;
            default -> throw illegal(SheetbendProperties.SEND_POLICY, value, "fail, block or close");
        };
    }

    private boolean flag(String name, boolean otherwise) {
        String value = text(name).orElse(Boolean.toString(otherwise));
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw illegal(name, value, "true or false");
        };
    }

    private long number(String name, long least, long most, long otherwise) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        String expected = "a number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most);
        try {
            long number = Long.parseLong(value.get());
            if (number < least || number > most) {
                throw illegal(name, value.get(), expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw illegal(name, value.get(), expected);
        }
    }

    private static IllegalArgumentException illegal(String name, String value, String expected) {
        return new IllegalArgumentException(
                "The property " + name + " must be " + expected + "; it is '" + value + "'.");
    }
}
