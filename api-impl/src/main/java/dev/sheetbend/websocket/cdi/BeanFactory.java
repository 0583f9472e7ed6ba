package dev.sheetbend.websocket.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionTarget;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes instances by one CDI container. How, is found out once per class:
 *
 * <ul>
 *   <li>A bean that is dependent, or of a scope that does not outlive the opening handshake (request, session,
 *       conversation): an instance of its own for each connection.
 *   <li>A bean of the application's or a pseudo-scope, such as a singleton: the instance of that scope itself. There is no
 *       client proxy before it, so methods that a proxy could not pass on work, and classes that have none.
 *   <li>A bean of any other scope: its client proxy.
 *   <li>A class that is no bean: an instance of its own, injected and intercepted like one.
 * </ul>
 *
 * <p>Thread safe.
 */
final class BeanFactory {
    private static final Set<Class<? extends Annotation>> OWN_INSTANCE =
            Set.of(Dependent.class, RequestScoped.class, SessionScoped.class, ConversationScoped.class);

    private final BeanManager manager;
    private final Map<Class<?>, Supplier<Made<?>>> recipes = new ConcurrentHashMap<>();

    private final Optional<Context> application;

    BeanFactory(BeanManager manager) {
        this.manager = manager;
        this.application = application(manager);
    }

    /**
     * Whether these are the beans of that container. Managers do not tell: there may be a new one at each look, and those of
     * two containers may be equal. The application's context is the same one as long as the application runs.
     */
    boolean isOf(BeanManager other) {
        return manager.equals(other)
                && application.isPresent()
                && application(other).filter(each -> each == application.get()).isPresent();
    }

    private static Optional<Context> application(BeanManager manager) {
        try {
            return Optional.of(manager.getContext(ApplicationScoped.class));
        } catch (ContextNotActiveException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes an instance, or gives the one that is shared.
     *
     * @throws InstantiationException whatever the container, or the class, throws; that is the cause
     */
    <T> Made<T> make(Class<T> type) throws InstantiationException {
        try {
            Made<?> made = recipes.computeIfAbsent(type, this::recipe).get();
            @SuppressWarnings("unchecked") // the recipe is this class's
            Made<T> typed = (Made<T>) made;
            return typed;
        } catch (Exception | Error e) {
            var failure = new InstantiationException("CDI could not make an instance of " + type.getName() + ".");
            failure.initCause(e);
            throw failure;
        }
    }

    /** What activates and ends the request context around calls; empty where the container has none. */
    Optional<RequestContexts> requestContexts() {
        return manager.getBeans(RequestContextController.class).stream()
                .findFirst()
                .map(bean -> new RequestContexts(manager, bean));
    }

    private Supplier<Made<?>> recipe(Class<?> type) {
        return bean(type).map(bean -> ofBean(bean, type)).orElseGet(() -> ofClass(type));
    }

    private Optional<Bean<?>> bean(Class<?> type) {
        return manager.getBeans(type, Any.Literal.INSTANCE).stream()
                .filter(bean -> bean.getBeanClass() == type)
                .findFirst();
    }

    private Supplier<Made<?>> ofBean(Bean<?> bean, Class<?> type) {
        Class<? extends Annotation> scope = bean.getScope();
        if (OWN_INSTANCE.contains(scope)) {
            return () -> own(bean);
        }
        if (scope == ApplicationScoped.class || !manager.isNormalScope(scope)) {
            return () -> contextual(bean);
        }
        return () -> shared(manager.getReference(bean, type, manager.createCreationalContext(bean)));
    }

    private <T> Made<T> own(Bean<T> bean) {
        CreationalContext<T> context = manager.createCreationalContext(bean);
        return releasedUnlessMade(context, () -> {
            T instance = bean.create(context);
            return new Made<>(instance, () -> bean.destroy(instance, context));
        });
    }

    private <T> Made<T> contextual(Bean<T> bean) {
        return shared(manager.getContext(bean.getScope()).get(bean, manager.createCreationalContext(bean)));
    }

    /** Its scope's context ends it. */
    private static <T> Made<T> shared(T instance) {
        return new Made<>(instance, () -> {});
    }

    private <T> Supplier<Made<?>> ofClass(Class<T> type) {
        var annotated = manager.createAnnotatedType(type);
        InjectionTarget<T> target = manager.getInjectionTargetFactory(annotated).createInjectionTarget(null);
        return () -> injected(target);
    }

    private <T> Made<T> injected(InjectionTarget<T> target) {
        CreationalContext<T> context = manager.createCreationalContext(null);
        return releasedUnlessMade(context, () -> {
            T instance = target.produce(context);
            target.inject(instance, context);
            target.postConstruct(instance);
            return new Made<>(instance, () -> destroy(target, instance, context));
        });
    }

    private static <T> void destroy(InjectionTarget<T> target, T instance, CreationalContext<T> context) {
        try {
            target.preDestroy(instance);
            target.dispose(instance);
        } finally {
            context.release();
        }
    }

    /** What was made for an instance that then failed goes as well. */
    private static <T> Made<T> releasedUnlessMade(CreationalContext<T> context, Supplier<Made<T>> making) {
        boolean made = false;
        try {
            Made<T> result = making.get();
            made = true;
            return result;
        } finally {
            if (!made) {
                context.release();
            }
        }
    }
}
