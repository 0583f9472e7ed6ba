package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.endpoint.InstanceSource;
import dev.sheetbend.websocket.session.GatherFlusher;
import dev.sheetbend.websocket.session.ReadHalves;
import dev.sheetbend.websocket.session.SessionRuntime;
import dev.sheetbend.websocket.session.SessionSettings;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * What server and client containers share: defaults for sessions, the buffer pool and the timer. Thread safe. The timer
 * is one daemon thread, which is there while something is timed.
 */
public class BaseContainer implements WebSocketContainer {
    private static final int POOLED_BYTES_PER_SIZE = 4 * 1024 * 1024;
    private static final long TIMER_KEEP_ALIVE_SECONDS = 10;
    private static final long TIMER_END_SECONDS = 1;

    private final Settings settings;
    private final EndingThreads timerThreads = new EndingThreads();
    private final ScheduledThreadPoolExecutor timer;
    private final SessionRuntime runtime;
    private final InstanceSource instances = InstanceSources.find();
    private final ExtensionProviders extensions;

    /** Written under this. */
    private volatile ContainerDefaults defaults;

    // Guarded by this.
    private Optional<Connector> connector = Optional.empty();
    private boolean connectorStopped;

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    @SuppressWarnings("this-escape") // sessions answer with the container that they belong to; none is there yet
    public BaseContainer(Settings settings) {
        this.settings = settings;
        this.defaults = settings.defaults();
        this.timer = newTimer(timerThreads);
        var pool = new BufferPool(POOLED_BYTES_PER_SIZE);
        this.runtime = new SessionRuntime(
                this,
                pool,
                new ReadHalves(pool),
                timer,
                new GatherFlusher(timer, settings.coalesceDelay()),
                new MaskKeys(new SecureRandom()));
        // Last, because nobody would end them if anything else failed here.
        this.extensions = ExtensionProviders.start(settings);
    }

    private static ScheduledThreadPoolExecutor newTimer(EndingThreads threads) {
        ClassLoader none = BaseContainer.class.getClassLoader();
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "sheetbend-timer");
            thread.setDaemon(true);
            thread.setContextClassLoader(none);
            threads.add(thread);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(TIMER_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** The configuration that this container was made with. */
    public final Settings settings() {
        return settings;
    }

    /** Where transports take their buffers from. */
    public final BufferPool bufferPool() {
        return runtime.pool();
    }

    /** Runs short tasks that never block; ended by {@link #stopTimer}. */
    public final ScheduledExecutorService timer() {
        return timer;
    }

    /** Where instances of the application's classes come from. */
    public final InstanceSource instances() {
        return instances;
    }

    /** Who negotiates extensions; ended by {@link #stopExtensions}. */
    public final ExtensionProviders extensions() {
        return extensions;
    }

    /** What the sessions of this container share. */
    public final SessionRuntime runtime() {
        return runtime;
    }

    /**
     * What a new session begins with: the endpoint's own properties first, then what this container's setters say.
     *
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    public final SessionSettings sessionSettings(Map<String, Object> userProperties) {
        return settings.under(userProperties).session(defaults);
    }

    final ContainerDefaults defaults() {
        return defaults;
    }

    /** Ends the timer, and waits a moment for its thread; sessions must have ended. */
    protected final void stopTimer() {
        timer.shutdownNow();
        try {
            timerThreads.await(System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMER_END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the extension providers; sessions must have ended. */
    protected final void stopExtensions() {
        extensions.close();
    }

    /** Closes every connection that was made as a client, without waiting for it, and makes no more. */
    protected final void beginStopOfConnector() {
        stoppedConnector().ifPresent(Connector::beginStop);
    }

    /**
     * Ends every connection that was made as a client, and makes no more.
     *
     * @param deadline until when closing handshakes may take, a {@link System#nanoTime} value
     */
    protected final void stopConnector(long deadline) {
        stoppedConnector().ifPresent(connector -> {
            connector.beginStop();
            connector.stop(deadline);
        });
    }

    private synchronized Optional<Connector> stoppedConnector() {
        connectorStopped = true;
        return connector;
    }

    private synchronized Connector connector() throws DeploymentException {
        if (connectorStopped) {
            throw new DeploymentException("The WebSocket container has stopped; it makes no connections any more.");
        }
        if (connector.isEmpty()) {
            connector = Optional.of(newConnector());
        }
        return connector.get();
    }

    /** Makes what connects client endpoints. Called once, when the first one is to be connected. */
    protected Connector newConnector() throws DeploymentException {
        return ServiceLoader.load(ConnectorFactory.class, BaseContainer.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new DeploymentException(
                        "The client is not there: no service of type " + ConnectorFactory.class.getName() + "."))
                .connector(this);
    }

    private synchronized void change(UnaryOperator<ContainerDefaults> change) {
        defaults = change.apply(defaults);
    }

    @Override
    public final long getDefaultAsyncSendTimeout() {
        return defaults.asyncSendTimeout();
    }

    @Override
    public final void setAsyncSendTimeout(long timeoutmillis) {
        change(now -> now.withAsyncSendTimeout(timeoutmillis));
    }

    @Override
    public final long getDefaultMaxSessionIdleTimeout() {
        return defaults.idleTimeout();
    }

    @Override
    public final void setDefaultMaxSessionIdleTimeout(long timeout) {
        change(now -> now.withIdleTimeout(timeout));
    }

    @Override
    public final int getDefaultMaxBinaryMessageBufferSize() {
        return defaults.maxBinary();
    }

    @Override
    public final void setDefaultMaxBinaryMessageBufferSize(int max) {
        change(now -> now.withMaxBinary(requireSize(max)));
    }

    @Override
    public final int getDefaultMaxTextMessageBufferSize() {
        return defaults.maxText();
    }

    @Override
    public final void setDefaultMaxTextMessageBufferSize(int max) {
        change(now -> now.withMaxText(requireSize(max)));
    }

    private static int requireSize(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A message size limit must not be negative; it was " + bytes + ".");
        }
        return bytes;
    }

    /** One for each extension that there is a provider of, without parameters; unmodifiable. */
    @Override
    public final Set<Extension> getInstalledExtensions() {
        return extensions.installed();
    }

    @Override
    public final Session connectToServer(Object annotatedEndpointInstance, URI path)
            throws DeploymentException, IOException {
        return connector().connectInstance(annotatedEndpointInstance, path);
    }

    @Override
    public final Session connectToServer(Class<?> annotatedEndpointClass, URI path)
            throws DeploymentException, IOException {
        return connector().connectClass(annotatedEndpointClass, path);
    }

    @Override
    public final Session connectToServer(Endpoint endpointInstance, ClientEndpointConfig cec, URI path)
            throws DeploymentException, IOException {
        return connector().connectEndpoint(endpointInstance, cec, path);
    }

    @Override
    public final Session connectToServer(Class<? extends Endpoint> endpointClass, ClientEndpointConfig cec, URI path)
            throws DeploymentException, IOException {
        return connector().connectEndpoint(endpointClass, cec, path);
    }
}
