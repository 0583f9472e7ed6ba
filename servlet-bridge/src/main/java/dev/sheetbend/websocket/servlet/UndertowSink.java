package dev.sheetbend.websocket.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/**
 * What the output stream of an upgraded TLS connection of Undertow writes to. When the socket takes only a part of a TLS
 * record, Undertow counts it as written and sends the rest with the next write; if there is none, never, and no flush helps.
 * The standard API shows nothing of this, so it is looked at by reflection. To be used on the connection's I/O thread.
 */
final class UndertowSink {
    private static final System.Logger LOGGER = System.getLogger(UndertowSink.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final Method resumeWrites;
    private final Object tls;
    private final Field leftover;

    private UndertowSink(WritableByteChannel channel, Method resumeWrites, Object tls, Field leftover) {
        this.channel = channel;
        this.resumeWrites = resumeWrites;
        this.tls = tls;
        this.leftover = leftover;
    }

    /** Empty without TLS, and when this version of Undertow is built differently. */
    static Optional<UndertowSink> of(ServletOutputStream stream) {
        try {
            Object channel = accessible(stream.getClass(), "channel").get(stream);
            ClassLoader undertow = stream.getClass().getClassLoader();
            Class<?> layer = Class.forName("org.xnio.conduits.AbstractConduit", false, undertow);
            Class<?> tlsLayer = Class.forName("io.undertow.protocols.ssl.SslConduit", false, undertow);
            Class<?> resumable = Class.forName("org.xnio.channels.SuspendableWriteChannel", false, undertow);
            Field next = accessible(layer, "next");
            Object conduit = channel.getClass().getMethod("getConduit").invoke(channel);
            while (!tlsLayer.isInstance(conduit)) {
                if (!layer.isInstance(conduit)) {
                    // A proxy has ended TLS, and Undertow believes its headers.
                    return Optional.empty();
                }
                // Timeouts and statistics stand before it when they are configured.
                conduit = next.get(conduit);
            }
            return Optional.of(new UndertowSink(
                    (WritableByteChannel) channel,
                    resumable.getMethod("resumeWrites"),
                    conduit,
                    accessible(tlsLayer, "wrappedData")));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "This version of Undertow is not known: the end of a long message may reach a slow peer late over TLS.",
                    e);
            return Optional.empty();
        }
    }

    private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Whether the socket has taken all that was written; tries to give it what is left over. */
    boolean flush() throws IOException {
        if (isLeftOver()) {
            channel.write(NOTHING.duplicate());
        }
        return !isLeftOver();
    }

    private boolean isLeftOver() {
        try {
            return leftover.get(tls) != null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the container call {@code onWritePossible} when the socket has room. */
    void askForCallback() {
        try {
            resumeWrites.invoke(channel);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
