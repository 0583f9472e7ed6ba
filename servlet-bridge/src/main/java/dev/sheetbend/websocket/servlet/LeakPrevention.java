package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.DefaultConfigurator;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.runtime.ObjectMethods;

/**
 * Lets go of an application's class loader what outlives the application and is not ours, when it has stopped. What cannot
 * be done is not done: it costs the memory of one application, and no more with the next one.
 */
final class LeakPrevention {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private LeakPrevention() {}

    /**
     * @param application the class loader of an application that has stopped
     */
    static void letGoOf(ClassLoader application) {
        forgetDefaultConfigurator(application);
        replaceRecordMethods();
    }

    /**
     * Tomcat's API keeps the first default configurator that it has found, for all applications of the server. It looks for
     * another when it has none, and the next application finds its own.
     */
    private static void forgetDefaultConfigurator(ClassLoader application) {
        try {
            for (Field field : Configurator.class.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Configurator.class) {
                    field.setAccessible(true);
                    if (field.get(null) instanceof DefaultConfigurator kept
                            && kept.getClass().getClassLoader() == application) {
                        field.set(null, null);
                    }
                }
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "The WebSocket API may hold the class loader of an application that has stopped", e);
        }
    }

    /**
     * The JDK, up to 18 at least, keeps the class whose record methods it has linked last, and with it the class
     * loader. So it gets one of its own.
     */
    private static void replaceRecordMethods() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle component = lookup.findVirtual(String.class, "toString", MethodType.methodType(String.class));
            link(lookup, "equals", MethodType.methodType(boolean.class, String.class, Object.class), component);
            link(lookup, "hashCode", MethodType.methodType(int.class, String.class), component);
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "The JDK may hold a class loader until it links another record", e);
        }
    }

    private static void link(MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle component)
            throws Throwable {
        ObjectMethods.bootstrap(lookup, method, type, String.class, "component", component);
    }
}
