package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.session.EndpointThreads;
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
    private static final long DEFAULT_COALESCE_DELAY = 6;
    private static final int DEFAULT_HANDLER_THREADS = 200;
    private static final long DEFAULT_CONNECT_TIMEOUT = 10_000;
    private static final long DEFAULT_HANDSHAKE_TIMEOUT = 10_000;

    /** What an endpoint says itself; answers null for what it does not say. */
    private final Function<String, Object> own;

    private final Function<String, Object> source;

    private Settings(Function<String, Object> own, Function<String, Object> source) {
        this.own = own;
        this.source = source;
    }

    /**
     * @param environment answers null for what it does not have; a ServletContext's init parameters
     */
    public static Settings of(Function<String, String> environment) {
        return new Settings(name -> null, name -> {
            String value = environment.apply(name);
            return value != null ? value : System.getProperty(name);
        });
    }

    /** These settings under an endpoint's own. */
    public Settings under(Map<String, Object> userProperties) {
        return new Settings(userProperties::get, name -> {
            Object value = userProperties.get(name);
            return value != null ? value : source.apply(name);
        });
    }

    /**
     * @param defaults what the container's setters say; they count unless the endpoint's own properties speak
     */
    SessionSettings session(ContainerDefaults defaults) {
        return new SessionSettings(
                maxText(own, defaults.maxText()),
                maxBinary(own, defaults.maxBinary()),
                idleTimeout(own, defaults.idleTimeout()),
                asyncSendTimeout(own, defaults.asyncSendTimeout()),
                number(SheetbendProperties.CLOSE_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_CLOSE_TIMEOUT),
                number(SheetbendProperties.STREAM_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_STREAM_TIMEOUT),
                flag(SheetbendProperties.CLOSE_ON_HANDLER_ERROR, false),
                endpointThreads(),
                new SendLimits(
                        number(SheetbendProperties.MAX_QUEUED_BYTES, 1, Long.MAX_VALUE, DEFAULT_MAX_QUEUED_BYTES),
                        number(SheetbendProperties.SEND_TIMEOUT, 1, Long.MAX_VALUE, DEFAULT_SEND_TIMEOUT),
                        sendPolicy(),
                        flag(SheetbendProperties.COALESCE, true)));
    }

    /** What the container's getters answer before anybody calls their setters. */
    ContainerDefaults defaults() {
        return new ContainerDefaults(
                maxText(source, DEFAULT_MAX_MESSAGE_SIZE),
                maxBinary(source, DEFAULT_MAX_MESSAGE_SIZE),
                idleTimeout(source, 0),
                asyncSendTimeout(source, 0));
    }

    private static int maxText(Function<String, Object> from, int otherwise) {
        return (int) number(from, SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 0, Integer.MAX_VALUE, otherwise);
    }

    private static int maxBinary(Function<String, Object> from, int otherwise) {
        return (int) number(from, SheetbendProperties.MAX_BINARY_MESSAGE_SIZE, 0, Integer.MAX_VALUE, otherwise);
    }

    private static long idleTimeout(Function<String, Object> from, long otherwise) {
        return number(from, SheetbendProperties.IDLE_TIMEOUT, 0, Long.MAX_VALUE, otherwise);
    }

    private static long asyncSendTimeout(Function<String, Object> from, long otherwise) {
        return number(from, SheetbendProperties.ASYNC_SEND_TIMEOUT, 0, Long.MAX_VALUE, otherwise);
    }

    OriginPolicy origins() {
        return OriginPolicy.parse(text(SheetbendProperties.ALLOWED_ORIGINS).orElse(OriginPolicy.SAME_HOST));
    }

    CloseOnLogout closeOnLogout() {
        String value = text(SheetbendProperties.CLOSE_ON_LOGOUT).orElse("protected");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "protected" -> CloseOnLogout.PROTECTED;
            case "always" -> CloseOnLogout.ALWAYS;
            case "never" -> CloseOnLogout.NEVER;
            default -> throw illegal(SheetbendProperties.CLOSE_ON_LOGOUT, value, "protected, always or never");
        };
    }

    /** 0 is any number. */
    long maxSessions() {
        return number(SheetbendProperties.MAX_SESSIONS, 0, Long.MAX_VALUE, 0);
    }

    /** In milliseconds, at least 1. */
    long coalesceDelay() {
        return number(SheetbendProperties.COALESCE_DELAY, 1, Integer.MAX_VALUE, DEFAULT_COALESCE_DELAY);
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

    /**
     * Which threads run endpoints.
     *
     * @throws IllegalArgumentException also for virtual threads on a platform that has none
     */
    public EndpointThreads endpointThreads() {
        String value = text(SheetbendProperties.ENDPOINT_THREADS).orElse("adaptive");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "adaptive" -> EndpointThreads.ADAPTIVE;
            case "pooled" -> EndpointThreads.POOLED;
            case "io" -> EndpointThreads.IO;
            case "virtual" -> virtualThreads(Runtime.version().feature());
            default -> throw illegal(SheetbendProperties.ENDPOINT_THREADS, value, "adaptive, pooled, io or virtual");
        };
    }

    /**
     * @param javaVersion the feature release
     */
    static EndpointThreads virtualThreads(int javaVersion) {
        if (javaVersion < VirtualThreads.FIRST_JAVA_VERSION) {
            throw new IllegalArgumentException("The property " + SheetbendProperties.ENDPOINT_THREADS
                    + " must not be 'virtual' on Java " + javaVersion + "; virtual threads need Java "
                    + VirtualThreads.FIRST_JAVA_VERSION + " or later.");
        }
        return EndpointThreads.VIRTUAL;
    }

    /** Whether connections use the container's own sockets where they have the choice. */
    public boolean nativeTransport() {
        String value = text(SheetbendProperties.TRANSPORT).orElse("native");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "native" -> true;
            case "standard" -> false;
            default -> throw illegal(SheetbendProperties.TRANSPORT, value, "native or standard");
        };
    }

    /**
     * A property as it was set, without white space around it; empty when nobody has set it.
     *
     * @param name in full
     */
    public Optional<String> property(String name) {
        return text(name);
    }

    private Optional<String> text(String name) {
        return text(source, name);
    }

    private static Optional<String> text(Function<String, Object> from, String name) {
        return Optional.ofNullable(from.apply(name))
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
        return number(source, name, least, most, otherwise);
    }

    private static long number(Function<String, Object> from, String name, long least, long most, long otherwise) {
        Optional<String> value = text(from, name);
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
