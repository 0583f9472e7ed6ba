package dev.sheetbend.websocket.servlet.undertow;

import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.servlet.SheetbendInitializer;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts Sheetbend into a deployment of an embedded Undertow, which scans no classes: they are named here.
 *
 * <pre>{@code deploymentInfo.addServletExtension(new SheetbendExtension(Hello.class));}</pre>
 *
 * <p>It adds {@link SheetbendInitializer} to the deployment, with these classes as what a scan would have found, so all that
 * is said there holds here. Undertow runs it before every initializer and listener. That initializer takes its place among
 * the deployment's own, behind those that were added before; applications that add endpoints to the
 * {@link ServerContainer} do so in a listener, or later.
 *
 * <p>It is no service on purpose: an Undertow in an application server would find it for every application that has the
 * jar. Immutable; one object may serve any number of deployments. Any thread.
 */
public final class SheetbendExtension implements ServletExtension {
    private final Set<Class<?>> classes;
    private final List<ServerEndpointConfig> configurations;

    /**
     * @param classes annotated endpoint classes, {@link ServerApplicationConfig}s and the {@link Endpoint}s that those
     *     choose from; none if the application adds its endpoints itself
     */
    public SheetbendExtension(Class<?>... classes) {
        this(new LinkedHashSet<>(List.of(classes)), List.of());
    }

    private SheetbendExtension(Set<Class<?>> classes, List<ServerEndpointConfig> configurations) {
        this.classes = Collections.unmodifiableSet(classes);
        this.configurations = configurations;
    }

    /**
     * This extension with a programmatic endpoint more, which is deployed after those that the classes make.
     *
     * @param configuration as for {@link ServerContainer#addEndpoint(ServerEndpointConfig)}
     */
    public SheetbendExtension with(ServerEndpointConfig configuration) {
        return new SheetbendExtension(
                new LinkedHashSet<>(classes),
                Stream.concat(configurations.stream(), Stream.of(configuration)).toList());
    }

    /**
     * For Undertow. What is wrong with an endpoint fails the deployment, with a text that names it.
     *
     * @param info the deployment's own copy, so nothing of a deployment is left in the next one
     * @throws IllegalStateException when Sheetbend is in this deployment already
     */
    @Override
    public void handleDeployment(DeploymentInfo info, ServletContext context) {
        if (info.getServletContainerInitializers().stream()
                .anyMatch(each -> each.getServletContainerInitializerClass() == SheetbendInitializer.class)) {
            throw new IllegalStateException(
                    "Sheetbend is in the deployment " + info.getDeploymentName()
                            + " twice. Give all endpoints to one SheetbendExtension, and name no SheetbendInitializer beside it.");
        }
        info.addServletContainerInitializer(initializerInfo(new SheetbendInitializer(), classes));
        if (!configurations.isEmpty()) {
            info.addServletContainerInitializer(initializerInfo(new Programmatic(configurations), Set.of()));
        }
    }

    private static <T extends ServletContainerInitializer> ServletContainerInitializerInfo initializerInfo(
            T initializer, Set<Class<?>> handled) {
        return new ServletContainerInitializerInfo(
                initializer.getClass(), new ImmediateInstanceFactory<>(initializer), handled);
    }

    /** Comes behind Sheetbend's own initializer. */
    private static final class Programmatic implements ServletContainerInitializer {
        private final List<ServerEndpointConfig> configurations;

        Programmatic(List<ServerEndpointConfig> configurations) {
            this.configurations = configurations;
        }

        @Override
        public void onStartup(Set<Class<?>> handled, ServletContext context) throws ServletException {
            // Another implementation that was first keeps the endpoints, and a warning has said so.
            if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerEndpointContainer container) {
                for (ServerEndpointConfig configuration : configurations) {
                    add(configuration, container);
                }
            }
        }

        private static void add(ServerEndpointConfig configuration, ServerContainer container) throws ServletException {
            try {
                container.addEndpoint(configuration);
            } catch (DeploymentException e) {
                throw new ServletException("The WebSocket endpoints cannot be deployed: " + e.getMessage(), e);
            }
        }
    }
}
