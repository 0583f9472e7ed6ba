package dev.sheetbend.websocket.tck.arquillian;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Nothing to configure: the port is free, the interface is the loopback. */
public final class JettyConfiguration implements ContainerConfiguration {
    @Override
    public void validate() {
        // There is nothing that could be wrong.
    }
}
