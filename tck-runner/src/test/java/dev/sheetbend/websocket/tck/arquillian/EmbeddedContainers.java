package dev.sheetbend.websocket.tck.arquillian;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Tells Arquillian of the container that the system property {@value #PROPERTY} names: {@code jetty}, which is the
 * default, or {@code tomcat}. The name of this class is in a services file.
 */
public final class EmbeddedContainers implements LoadableExtension {
    /** The name of the container to test on. */
    static final String PROPERTY = "arquillian.container";

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, chosen(System.getProperty(PROPERTY, "jetty")));
    }

    private static Class<? extends EmbeddedContainer> chosen(String name) {
        return switch (name) {
            case "jetty" -> JettyContainer.class;
            case "tomcat" -> TomcatContainer.class;
            default -> throw new IllegalArgumentException(PROPERTY + " is neither jetty nor tomcat: " + name);
        };
    }
}
