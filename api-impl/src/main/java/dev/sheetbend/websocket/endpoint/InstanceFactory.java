package dev.sheetbend.websocket.endpoint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Makes instances of application classes: endpoints, configurators, encoders, decoders. Called on any thread. */
public interface InstanceFactory {
    /**
     * Makes a new instance, or gives the one to use.
     *
     * @throws InstantiationException when there is no instance to be had; its cause tells why
     */
    <T> T create(Class<T> type) throws InstantiationException;

    /** Whether a class has a constructor that the implementation can call, or one that CDI can. */
    static boolean isConstructible(Class<?> type) {
        return DeploymentErrors.isInjectable(type)
                || Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    /** Calls the constructor without parameters. */
    static InstanceFactory reflective() {
        return Reflective.INSTANCE;
    }

    /** The factory where nothing injects. */
    enum Reflective implements InstanceFactory {
        INSTANCE;

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            try {
                Constructor<T> constructor = type.getDeclaredConstructor();
                // Classes that need not be public have such constructors; when this is refused, the call below says so.
                constructor.trySetAccessible();
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw failure(type, e.getCause());
            } catch (NoSuchMethodException e) {
                throw failure(type, wantsInjection(type, e));
            } catch (ReflectiveOperationException e) {
                throw failure(type, e);
            }
        }

        private static Throwable wantsInjection(Class<?> type, NoSuchMethodException e) {
            if (!DeploymentErrors.isInjectable(type)) {
                return e;
            }
            return new IllegalStateException(
                    "It has a constructor with @Inject and none without parameters, and no CDI"
                            + " container is running.",
                    e);
        }

        private static InstantiationException failure(Class<?> type, Throwable cause) {
            var failure = new InstantiationException("Could not make an instance of " + type.getName() + ".");
            failure.initCause(cause);
            return failure;
        }
    }
}
