package dev.sheetbend.websocket.endpoint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Makes instances of application classes: endpoints, encoders, decoders. Called on any thread. */
public interface InstanceFactory {
    /**
     * Makes a new instance, or gives the one to use.
     *
     * @throws InstantiationException when there is no instance to be had; its cause tells why
     */
    <T> T create(Class<T> type) throws InstantiationException;

    /** Calls the public constructor without parameters. */
    static InstanceFactory reflective() {
        return Reflective.INSTANCE;
    }

    /** The factory where nothing injects. */
    enum Reflective implements InstanceFactory {
        INSTANCE;

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            try {
                Constructor<T> constructor = type.getConstructor();
                // A client endpoint's class need not be public; when this is refused, the call below says so.
                constructor.trySetAccessible();
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw failure(type, e.getCause());
            } catch (ReflectiveOperationException e) {
                throw failure(type, e);
            }
        }

        private static InstantiationException failure(Class<?> type, Throwable cause) {
            var failure = new InstantiationException("Could not make an instance of " + type.getName() + ".");
            failure.initCause(cause);
            return failure;
        }
    }
}
