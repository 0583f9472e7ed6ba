package dev.sheetbend.websocket.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gives each call of one connection a request context of its own, unless the thread is in one. Thread safe: a controller
 * remembers whether it has activated, so each is used by one call at a time, and calls beside each other have several.
 */
final class RequestContexts {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final BeanManager manager;
    private final Bean<?> controllers;
    private final CreationalContext<?> context;
    private final ConcurrentLinkedQueue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestContexts(BeanManager manager, Bean<?> controllers) {
        this.manager = manager;
        this.controllers = controllers;
        this.context = manager.createCreationalContext(null);
    }

    /** Never throws; what it returns leaves the context, and does not throw either. */
    Runnable enter() {
        try {
            RequestContextController controller = idle.poll();
            RequestContextController used = controller != null ? controller : newController();
            if (used.activate()) {
                return () -> leave(used);
            }
            idle.add(used);
        } catch (RuntimeException e) {
            // CDI has stopped, most likely; who needs the context learns that it is not there.
            LOG.log(Level.DEBUG, "CDI could not begin a request context for a call to an endpoint", e);
        }
        return () -> {};
    }

    private RequestContextController newController() {
        return (RequestContextController) manager.getReference(controllers, RequestContextController.class, context);
    }

    private void leave(RequestContextController controller) {
        try {
            controller.deactivate();
            idle.add(controller);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "CDI could not end the request context of a call to an endpoint", e);
        }
    }

    /** Lets the controllers go. */
    void release() {
        context.release();
    }
}
