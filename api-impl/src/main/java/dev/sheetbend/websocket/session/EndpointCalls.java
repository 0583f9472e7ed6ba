package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.endpoint.LifecycleMethod;
import dev.sheetbend.websocket.endpoint.MessageMethod;
import dev.sheetbend.websocket.endpoint.PathArguments;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Calls one endpoint instance for one session, and brings what it throws to its error method or, without one, to the
 * log (specification, 5.2.2). Called inside the session's {@link EndpointGate}, with the application's class loader as
 * the thread's.
 */
abstract class EndpointCalls {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final EndpointModel model;
    private final Object endpoint;
    /** Null when {@code onOpen} has been called, so that not each session keeps one of its own. */
    private EndpointConfig config;

    private final PathArguments pathArguments;
    private final ClassLoader applicationLoader;
    private final Instances instances;
    private final WebSocketSession session;
    private volatile boolean ended;

    /**
     * @param session whose calls these are
     */
    EndpointCalls(WebSocketSession session, EndpointBinding binding, PathArguments pathArguments) {
        this.session = session;
        this.model = binding.model();
        this.endpoint = binding.instance();
        this.config = binding.config();
        this.pathArguments = pathArguments;
        this.applicationLoader = binding.applicationLoader();
        this.instances = binding.instances();
    }

    /** Called after the application was told about an exception of its own; a message that does not decode is none. */
    abstract void applicationFailed();

    final WebSocketSession session() {
        return session;
    }

    final EndpointModel model() {
        return model;
    }

    final Instances instances() {
        return instances;
    }

    /** A call into the application. */
    interface Call {
        void run() throws Throwable;
    }

    /** No call follows. */
    final void end() {
        ended = true;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** Called once. */
    final void open() {
        EndpointConfig own = config;
        config = null;
        guarded(() -> {
            if (model.programmatic()) {
                ((Endpoint) endpoint).onOpen(session, own);
            } else if (model.onOpen().isPresent()) {
                model.onOpen().get().invoke(endpoint, session, own, pathArguments);
            }
        });
    }

    final void close(CloseReason reason) {
        guarded(() -> {
            if (model.programmatic()) {
                ((Endpoint) endpoint).onClose(session, reason);
            } else if (model.onClose().isPresent()) {
                model.onClose().get().invoke(endpoint, session, reason, pathArguments);
            }
        });
    }

    /** One of the endpoint's message methods. */
    final Object message(MessageMethod method, Object message, boolean last) throws Throwable {
        return method.invoke(endpoint, session, message, last, pathArguments);
    }

    /** Runs application code; what it throws goes to the error method. */
    final void guarded(Call call) {
        Object before = ThreadOfControl.enter(this);
        try {
            guarded(call, this::tell);
        } finally {
            ThreadOfControl.leave(before);
        }
    }

    /** Hands a message to the application; the same as {@link #guarded}, without an object for each call. */
    final void call(MessageTarget target, Object message, boolean last) {
        Object callsBefore = ThreadOfControl.enter(this);
        Thread thread = Thread.currentThread();
        ClassLoader before = swapLoader(thread, applicationLoader);
        Runnable leave = instances.enter();
        try {
            target.deliver(session, message, last);
        } catch (Throwable failure) {
            tell(failure);
            afterFailure(failure);
        } finally {
            leave.run();
            swapLoader(thread, before);
            ThreadOfControl.leave(callsBefore);
        }
    }

    /** Returns the one before. */
    private static ClassLoader swapLoader(Thread thread, ClassLoader wanted) {
        ClassLoader before = thread.getContextClassLoader();
        if (before != wanted) {
            thread.setContextClassLoader(wanted);
        }
        return before;
    }

    /**
     * Runs application code that is not a call of the endpoint, outside the gate.
     *
     * @param failed gets what it throws, with the application's class loader as the thread's
     */
    final void outside(Call call, Consumer<Throwable> failed) {
        guarded(call, failed);
    }

    private void guarded(Call call, Consumer<Throwable> failed) {
        Thread thread = Thread.currentThread();
        ClassLoader before = swapLoader(thread, applicationLoader);
        Runnable leave = instances.enter();
        try {
            call.run();
        } catch (Throwable failure) {
            failed.accept(failure);
            afterFailure(failure);
        } finally {
            leave.run();
            swapLoader(thread, before);
        }
    }

    private void afterFailure(Throwable failure) {
        if (!(failure instanceof DecodeException)) {
            applicationFailed();
        }
    }

    /** An error about which the endpoint cannot be told any more, because its {@code onClose} has been called. */
    final void logOnly(Throwable failure) {
        LOG.log(Level.ERROR, () -> "An error after the end of " + describe(), failure);
    }

    /** Tells the endpoint's error method, or the log when there is none. */
    final void error(Throwable failure) {
        Thread thread = Thread.currentThread();
        ClassLoader before = swapLoader(thread, applicationLoader);
        Runnable leave = instances.enter();
        Object callsBefore = ThreadOfControl.enter(this);
        try {
            tell(failure);
        } finally {
            ThreadOfControl.leave(callsBefore);
            leave.run();
            swapLoader(thread, before);
        }
    }

    private void tell(Throwable failure) {
        try {
            if (model.programmatic()) {
                tellProgrammatic(failure);
            } else if (model.onError().isPresent()) {
                LifecycleMethod onError = model.onError().get();
                onError.invoke(endpoint, session, failure, pathArguments);
            } else {
                LOG.log(Level.ERROR, () -> "Unhandled error in " + describe(), failure);
            }
        } catch (Throwable second) {
            if (second != failure) {
                second.addSuppressed(failure);
            }
            LOG.log(Level.ERROR, () -> "The error method failed in " + describe(), second);
        }
    }

    private void tellProgrammatic(Throwable failure) throws NoSuchMethodException {
        boolean overridden = EndpointModel.classOf(endpoint)
                        .getMethod("onError", Session.class, Throwable.class)
                        .getDeclaringClass()
                != Endpoint.class;
        if (!overridden) {
            LOG.log(Level.ERROR, () -> "Unhandled error in " + describe(), failure);
        }
        ((Endpoint) endpoint).onError(session, failure);
    }

    private String describe() {
        return "session " + session.getId() + " of endpoint "
                + model.endpointClass().getName()
                + model.path()
                        .map(PathTemplate::toString)
                        .map(path -> " at " + path)
                        .orElse("");
    }
}
