package dev.sheetbend.websocket.servlet.tomcat;

import java.lang.reflect.Field;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;

/**
 * Has Tomcat's poller itself tell of input, where it hands that over to a thread of its pool otherwise: with a pending read
 * of Tomcat's own kind that takes nothing and is never completed. Tomcat keeps that kind for subclasses of its sockets, so
 * this is one, of which there are no objects. Thread safe.
 */
final class PollerReads extends NioSocketWrapper {
    @SuppressWarnings("UnusedMethod") // the superclass has none without arguments
    private PollerReads(NioChannel channel, NioEndpoint endpoint) {
        super(channel, endpoint);
    }

    /**
     * From now on the poller runs this when there is something to read, each time after an interest in that was registered.
     *
     * @param reader must not wait
     * @throws ReflectiveOperationException when this version of Tomcat is built differently
     */
    static void deliverTo(NioSocketWrapper socket, Runnable reader) throws ReflectiveOperationException {
        Field pending = SocketWrapperBase.class.getDeclaredField("readOperation");
        pending.setAccessible(true);
        pending.set(socket, new Notice(socket, reader));
    }

    private static final class Notice extends SocketWrapperBase<NioChannel>.OperationState<Void> {
        private final Runnable reader;

        Notice(NioSocketWrapper socket, Runnable reader) {
            socket.super(
                    true,
                    null,
                    0,
                    0,
                    BlockingMode.NON_BLOCK,
                    -1,
                    TimeUnit.MILLISECONDS,
                    null,
                    null,
                    null,
                    new Semaphore(0),
                    null);
            this.reader = reader;
        }

        /** On the poller. */
        @Override
        protected boolean process() {
            run();
            return true;
        }

        @Override
        protected boolean isInline() {
            return false;
        }

        @Override
        public void run() {
            reader.run();
        }
    }
}
